# Mails: a notice, several, the digest, a test. HTML and text are worded by the same keys.

mail-hello = Hello, { $name }.
mail-subject = { $name }: { $what } · { $tenant }
mail-subject-several = { $n ->
    [one] { $count } notice in { $tenant }: { $first }
   *[other] { $count } notices in { $tenant }: { $first } and more
}
mail-subject-digest = { $n ->
    [one] Digest of { $tenant }: { $count } notice
   *[other] Digest of { $tenant }: { $count } notices
}
mail-subject-test = Farol test e-mail · { $tenant }
mail-waited = While e-mails were waiting, this happened:
mail-late = The mail server was not available. Meanwhile this happened, which is over or more than a day old:
mail-digest = This asks for your attention or changed since the last digest:
mail-change = What changed
mail-since = Since
mail-how = How Farol learned of it
mail-resolved = Already resolved
mail-meta = What Meta said
mail-advice = What to do
mail-open-all = See the notices in Farol
mail-moment = { $day } { $month } { $year }, { $time } ({ $zone })
mail-why = You get this e-mail because notices of “{ $what }” are switched on for you in { $tenant }.
mail-why-several = You get this e-mail because these notices are switched on for you in { $tenant }.
mail-why-test = You get this e-mail because you asked for a test in { $tenant }.
mail-where = Change when to be told at
mail-replica = Farol repeats what Meta reports, without interpreting it; what it computes itself is marked as computed.
mail-test-title = Sending e-mail works
mail-test-text = Farol sent this e-mail through the configured server. Notices will arrive like this.
