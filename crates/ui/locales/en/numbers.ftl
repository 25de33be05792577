# Números e limites: the list, its filters and details, and the words of Meta's values.

numbers-lead = { $n ->
    [0] No numbers yet. The 24 h limit belongs to the portfolio.
    [one] { $count } number. The 24 h limit belongs to the portfolio: all numbers spend from the same balance.
   *[other] { $count } numbers. The 24 h limit belongs to the portfolio: all numbers spend from the same balance.
}
numbers-list = List of numbers
numbers-shown = { $n ->
    [one] { $shown } of { $count } number
   *[other] { $shown } of { $count } numbers
}
numbers-none = No number connected
numbers-none-next = Connect a number to see quality, limit and health in one place.
search = Search numbers
search-hint = Name, number or ID
nothing-search = Nothing for “{ $query }”
nothing-filter = No number in this filter
show-all = Show all
filter-all = All
filter-attention = Need attention
filter-active = Active
filter-pending = Pending
details-of = Details of { $number }
in-use = in use
not-in-use = not in use
in-use-about = In use: a message or status seen in the last 7 days (Farol’s calculation)
number-id = Number ID
what-now = What is happening
registration = Registration at Meta
sources = Sources

field-phone = Number
field-status = State
field-quality = Quality
field-can-send = Can send
field-name = Display name
field-name-status = Name
field-limit = Limit
field-portfolio-limit = Portfolio limit
field-throughput = Throughput
field-pin = PIN
field-official = Official
field-in-use = Use
field-platform = Platform
field-verification = Verification
field-account-mode = Mode

status-connected = Connected
status-flagged = Flagged
status-restricted = Restricted
status-rate-limited = Rate limited
status-banned = Banned
status-pending = Pending
status-unverified = Unverified
status-disconnected = Disconnected
status-migrated = Migrated
status-deleted = Deleted
status-unknown = Not yet defined by Meta
quality-green = Green
quality-green-level = high
quality-yellow = Yellow
quality-yellow-level = medium
quality-red = Red
quality-red-level = low
quality-unknown = Not yet defined by Meta
why-yellow = Why the quality is medium
why-red = Why the quality is low
why-other = Reasons that Meta gives
why-of-whom = Reasons people gave when blocking { $number }
why-none = Meta gave no reasons.
reasons-more = { $n ->
    [one] { $count } more number
   *[other] { $count } more numbers
}
reason-no-longer-needed = No longer needed
reason-did-not-sign-up = Didn’t sign up
reason-spam = Spam
reason-offensive = Offensive messages
reason-none = No reason
can-available = Available
can-limited = Limited
can-blocked = Blocked
name-approved = Approved
name-available-without-review = Available without review
name-declined = Declined
name-expired = Expired
name-pending-review = In review
name-none = No name
name-non-exists = No name
throughput-standard = Standard
throughput-standard-most = up to 80/s
throughput-high = High
throughput-high-most = up to 1,000/s
throughput-not-applicable = Not applicable
throughput-rule = Meta’s rule, not a reading
limit-unlimited = Unlimited
limit-untiered = No tier
limit-not-set = Not yet defined by Meta
limit-of-portfolio = of the portfolio:
pin-on = On
pin-off = No PIN
official-yes = Yes
official-no = No
