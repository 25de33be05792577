# One number: where it stands and may go, its quality of 30 or 90 days, what to do, its registration.

back-to-list = Back to the list
see-profile = See profile
unread-failing = Farol has been trying to read this number since { $since } and has not managed yet: { $reason }.
gone = The number may have been deleted at Meta or moved to another account. What is on this page is from the last reading.

place = Where this number stands
place-before = Before
place-now = Now
place-between = From { $from } to { $until }, for { $length }.
place-until = Until { $until }.
place-until-least = Until { $until }, for at least { $length }.
place-since = Since { $since }, { $ago }.
place-since-first = Since before { $since }, when Farol read this number for the first time.
place-since-before = Since before { $since }.
place-unchanged = No change in the last { $count } days.
place-unknown = Since when, Farol does not know.
place-gone = Meta stopped reporting the state on { $since }.
place-unread = Farol has not read this number yet. The state appears here after the first reading.
place-unsaid = Meta does not report a state for this number.
days = { $n ->
    [one] { $count } day
   *[other] { $count } days
}

machine-own = Countdown and paths: computed by Farol
machine-before = { $state }, limit of { $limit }
machine-day = Day { $day } of { $of }
machine-left = { $left } left.
machine-left-between = Between { $least } and { $most } left: Farol did not see it begin.
machine-left-most = { $left } left at most: Farol did not see it begin.
machine-days-hours = { $days } and { $hours }
machine-flagged-until = Sending goes on. By the rule, Meta judges again by { $ends }.
machine-restricted-until = New conversations only after { $ends }, by the rule. Replying to whoever writes stays allowed.
machine-ran-out = The rule's time ran out on { $ends }.
machine-ran-out-still = Meta still reports this state.
machine-ran-out-unheard = What came after that, Farol has not read yet.
machine-next = May go to
machine-better = If quality improves
machine-better-limit = Returns to Connected, with the limit of { $limit }.
machine-better-how = Returns to Connected, with the same limit.
machine-worse = If it stays low
machine-worse-limit = Returns to Connected, and Meta may lower the limit to { $limit }.
machine-worse-either = Returns to Connected, and Meta may lower the limit: to { $number } by the tiers of numbers, to { $portfolio } by those of portfolios.
machine-worse-how = Returns to Connected, and Meta may lower the limit to the next tier.
machine-free = When the time has passed
machine-free-limit = Starts conversations again, within the limit of { $limit }.
machine-free-how = Starts conversations again, within the messaging limit.
when-between = some time between { $after } and { $by }
when-before = some time before { $by }
past-title = What happened the other times
past-when = Beginning: { $from }. End: { $until }.
past-kept = Returned to Connected, with the same limit: { $after }.
past-next-lower = Returned to Connected, with the limit of the next tier: from { $before } to { $after }.
past-lower = Returned to Connected, with a lower limit: from { $before } to { $after }.
past-higher = Returned to Connected, with a higher limit: from { $before } to { $after }.
past-unknown = Returned to Connected. Limit before: { $before }; after: { $after }.
past-limit-unknown = not known
past-other = Changed to { $state }.
past-unsaid = Meta no longer reported a state.

days-choose = Period of the page
days-choice = { $count } days
quality-days = Quality in the last { $count } days
own-history = History kept by Farol
band-part = { $quality } for { $length }
band-marks = Marks on the band
band-unknown = Unknown
band-not-shown = Not shown here
band-now = now
band-today = today, { $day }
marks-none = No change of state, quality, limit, name or sending was seen in these { $count } days.
marks-more = { $n ->
    [one] { $count } more change before these
   *[other] { $count } more changes before these
}
marks-more-least = { $n ->
    [one] At least { $count } more change before these
   *[other] At least { $count } more changes before these
}
marks-older = There are older changes, which this band does not show
see-table = See as a table
table-from = From
table-until = Until
table-length = Length

lane = What went on meanwhile
lane-lead = Sends, failures, opt-outs and changes of templates that Farol saw, day by day. Meta does not say what caused a fall; this is what there was beside it.
lane-none = Farol saw no messages of this number in this period.
lane-drawn = Bars by day; the values are in the table
lane-day = Day
lane-figures = { $all } in all, up to { $most } on one day
lane-marketing = Marketing sent
lane-utility = Utility sent
lane-authentication = Authentication sent
lane-service = Service sent
lane-other = Sent without a category
lane-delivered = Delivered
lane-read = Read
lane-failed = Failures
lane-received = Received
lane-opt-out = Marketing opt-outs
lane-opt-in = Marketing opt-ins
lane-templates = Changes of templates
fall-heading = What changed in the 48 hours before each fall
fall-hours = Counts are by the hour: the hour of the fall is counted whole.
fall-title = From { $before } to { $after }
fall-counts = { $then } in the 48 h before; { $before } in the 48 h before those
fall-templates = Templates
fall-nothing = Farol saw neither messages nor changes of templates in those hours.
fall-none = Quality did not fall in this period.
fall-more = { $n ->
    [one] and { $count } more change of a template
   *[other] and { $count } more changes of templates
}
past-days = Before this period, day by day
past-days-worst = worst of the day: { $quality }

todo = What to do
advice-lead = The reasons for blocks help to find patterns of rejection, such as messages seen as irrelevant, too many messages, or content seen as unwanted. Based on that:
advice-reply = Reply to whoever writes
advice-reply-how = While the status is Restricted, you can’t send new messages within 24 hours. You can still reply to any messages that customers send.
advice-templates = Adjust the message templates
advice-audience = Segment the audience better
advice-practices = Reduce practices that raise the risk of blocks

health-of-number = Health of this number
health-above = Above this number, limited or blocked:
see-health = See Health status
in-app-yes = Yes
in-app-no = No

changes = What changed
changes-none = Farol saw no change in the last { $count } days.
changes-unread = Nothing to compare yet: Farol has not read this number.
changes-shown = { $n ->
    [one] { $shown } of { $count } change
   *[other] { $shown } of { $count } changes
}
changes-shown-least = { $n ->
    [one] { $shown } of more than { $count } change
   *[other] { $shown } of more than { $count } changes
}
changes-all = See all in Activity
change-by = by { $name }
quality-since = Quality since the first reading
quality-since-about = This number was first read { $ago }. The band grows up to { $count } days.
