"""Questions about returns: the year `plan` from the `facts` that stand, its `calendar` file, what was `filed`, the
`registers`, the `figures` of the annual return and the yearly report on `democracy`."""
