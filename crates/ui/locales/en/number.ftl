# One number: where it stands, its quality of thirty days, what to do, its registration.

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
place-unchanged = No change in the last 30 days.
place-unknown = Since when, Farol does not know.
place-gone = Meta stopped reporting the state on { $since }.
place-unread = Farol has not read this number yet. The state appears here after the first reading.
place-unsaid = Meta does not report a state for this number.
days = { $n ->
    [one] { $count } day
   *[other] { $count } days
}
what-is = What is this
from-description = From the product’s description.
quality-page = At Meta: about your WhatsApp Business phone number’s quality rating
about-flagged-more = Businesses can’t raise their messaging limit level while the status is Flagged.
about-restricted-more = This status occurs when you reach the messaging limit, regardless of the quality rating.
about-notice = If the quality rating reaches low quality, or the phone number’s status changes to Flagged or Restricted, you will get an email and a notification in Business Manager as a warning.

quality-days = Quality in the last 30 days
own-history = History kept by Farol
band-part = { $quality } for { $length }
band-marks = Marks on the band
band-unknown = Unknown
band-not-shown = Not shown here
band-now = now
band-today = today, { $day }
marks-none = No change of state, quality, limit, name or sending was seen in these 30 days.
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
about-quality = The quality rating is based on how messages were received by their recipients over the last 7 days and is weighted by recency. It is determined by a combination of signals such as blocks, reports and the reasons that people give when they block a business.
about-green = Green: high quality (good)
about-yellow = Yellow: medium quality (fair)
about-red = Red: low quality (poor)
about-unknown = If “UNKNOWN” appears, the status is not defined yet.
about-high = Keeping the rating High is essential, because it gives access to more features and better sending limits in WhatsApp Business.
about-reasons = When people block the business, they can choose a reason for the block, such as “No longer needed”, “Didn’t sign up”, “Spam”, “Offensive messages” or “No reason”. These reasons can affect the quality of the number.

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
changes-none = Farol saw no change in the last 30 days.
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
quality-since-about = This number was first read { $ago }. The band grows up to 30 days.
