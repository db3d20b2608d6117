"""W14 from the question to the answer that came back, through pages and without JavaScript: nothing by other hands
but the society, its forum, and the evening on which it gathers. Invariants 72 to 78 on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.servers.service import Service
from tests.stories import chain as asking
from tests.stories import chain_answered as answered
from tests.stories.chain import MAIR, SIAN, Chain

pytestmark = pytest.mark.browser


def test_a_question_is_written_checked_asked_summed_up_decided_on_and_answered(
    browser: Browser, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with Service(home, timer=False) as service:
        chain = Chain(home, service, browser)
        chain.found()
        mair, sian, ana = chain.walker(MAIR), chain.walker(SIAN), chain.walker("Ana Hughes")
        asking.write(chain, mair)
        asking.picture(chain, mair)
        asking.prepare(chain, mair)
        asking.invite(chain, mair)
        asking.check(chain, mair, sian)
        answered.sit(chain, mair, sian)
        answered.answer_alone(chain, ana)
        answered.sum_up(chain, mair)
        answered.decide(chain, mair)
        answered.bring_back(chain, mair, ana)
        assert mair.complaints() + sian.complaints() + ana.complaints() == []
        assert chain.desk.record_holds()
