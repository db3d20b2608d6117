"""Two example societies to look at and to test with: Tair Nant in the middle of its year, and a tiny one beside it.

Everything is told through the rooms' own steps, at moments that lie some days back, so that only the people are
unreal. `people` is who they are, `world` what they have done, `commands` is `govern demo`.
"""
