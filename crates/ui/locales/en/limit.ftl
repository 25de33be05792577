# The limit meter: what is used and left, when it comes back, whether more fits, the next level.

used-own = Usage and forecast: computed by Farol
used-title = Used in the last 24 h
used-at-least = at least { $used }
used-of = of { $limit }
used-percent = { $percent }% used
used-left = { $n ->
    [one] { $count } left
   *[other] { $count } left
}
used-label = { $used } of { $limit } recipients
used-share = Share
used-since = Farol has watched this portfolio since { $since }: what was sent before is not counted.
used-unwatched = Usage: Farol has counted nothing of this portfolio yet.
limit-never-read = The limit of this portfolio has not been read from Meta yet.
limit-is-unlimited = Meta does not limit this portfolio: there is nothing to measure, only to count.
limit-is-not-set = Meta has not set a limit for this portfolio yet.
limit-is-unknown = Meta reports the limit “{ $tier }”, which Farol does not know: it is shown as it came and counts in no sum.
open-meter = See the meter
meters-many = There are many portfolios on this page. Open one of them for its whole meter.
meters-portfolio = Portfolio
shares = By which numbers
shares-others = Other numbers
outlook = Forecast
outlook-not-today = No risk in the next 24 h
outlook-not-today-text = At the pace of the last 3 h the limit is not reached.
outlook-reached = Limit reached
outlook-reached-text = As far as Farol saw, there is room again by { $at }, if nobody else is written to.
outlook-at = Limit expected at { $at }
outlook-between = At the pace of the last 3 h, between { $earliest } and { $latest }.
outlook-from = At the pace of the last 3 h, not before { $earliest }.
outlook-maybe = Limit possible from { $earliest }
outlook-maybe-text = At the pace of the last 3 h it is not reached; a little above it, it is.
chart-label = Use of the limit: { $used } of { $limit } recipients now. The table below gives hour by hour what comes back and what is expected.
chart-now = now
limit-line = Limit:
legend-past = Used in the moving window
legend-ahead = Forecast at the present pace
legend-limit = Limit reported by Meta
returns-title = When capacity returns, hour by hour
returns-until = By
returns-count = Returns
returns-expected = Expected use
returns-band = Between
returns-most = { $n ->
    [one] In the next hour { $next } returns; the hour in which most returns is from { $from } to { $until }: { $count }.
   *[other] In the next hour { $next } return; the hour in which most return is from { $from } to { $until }: { $count }.
}
band = { $low } to { $high }
send-title = Send now?
send-label = To how many people
send-ask = Work it out
send-about = Counts people who were not reached in the last 24 h, as far as Farol saw. Those who were do not count again.
send-fits = { $n ->
    [one] Yes: { $send } fit now, and { $count } is left.
   *[other] Yes: { $send } fit now, and { $count } are left.
}
send-later = { $n ->
    [0] None fits now. There is room for { $send } by { $at } at the latest, if nobody else is written to.
    [one] Now { $count } fits. There is room for { $send } by { $at } at the latest, if nobody else is written to.
   *[other] Now { $count } fit. There is room for { $send } by { $at } at the latest, if nobody else is written to.
}
send-never = No: { $send } are more than the limit of { $most } in 24 h. Spread them over more than one day.
send-unlimited = Yes: { $send } fit, since there is no limit.
send-unread = There is no saying: the limit has not been read yet.
send-unknown = There is no saying: the limit “{ $tier }” counts no recipients.
send-unwatched = There is no saying: Farol has not counted this portfolio's use yet.
coach-title = Next level
coach-next = { $n ->
    [one] To get to { $count } recipient
   *[other] To get to { $count } recipients
}
coach-next-unlimited = To get to unlimited
coach-top = This portfolio is at the highest level already.
coach-unknown = The present level was not read or is none that the rules know; so Farol does not say what is missing.
coach-all = Meta asks for all of this; when it rises is Meta's to decide.
coach-any = Meta asks for one of these; when it rises is Meta's to decide.
coach-flagged = While a number is Flagged the level does not rise, even with everything else done.
coach-done = Done
coach-not-done = Missing
coach-not-known = Not known
step-half = Use half of the limit in 7 days: at least { $reached } of { $needed } people.
step-numbers = { $n ->
    [0] High quality on all numbers.
    [one] High quality on all numbers: { $count } is medium or low.
   *[other] High quality on all numbers: { $count } are medium or low.
}
step-templates = { $n ->
    [0] High quality on all templates.
    [one] High quality on all templates: { $count } is medium or low.
   *[other] High quality on all templates: { $count } are medium or low.
}
step-connected = A number that is connected.
step-flagged = { $n ->
    [0] No number Flagged.
    [one] No number Flagged: there is { $count }.
   *[other] No number Flagged: there are { $count }.
}
step-verified = The business verified by Meta.
step-reach = Reach { $people } people in { $days } days by templates of high quality.
compared-title = Compared with Meta
compared = On { $day } Meta counted { $meta } deliveries, Farol saw { $seen }.
compared-same = On { $day } Meta counted { $meta } deliveries, and Farol saw the same { $seen }.
compared-partly = On { $day } Meta counted { $meta } deliveries; Farol, which has watched this portfolio since { $since }, saw { $seen }.
compared-refused = Meta did not give its count:
compared-days = The last days
compared-day = Day
compared-delivered = Deliveries, Meta
compared-seen-delivered = Deliveries, Farol
compared-sent = Sends, Meta
compared-seen-sent = Sends, Farol
