"""Questions about returns: the year `plan` from the `facts` that stand, its `calendar` file, what was `filed`, the
`registers`, the `whole_register` of members, the `figures` of the annual return, the yearly report on `democracy`."""
