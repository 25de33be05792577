# Notices: the bell, the list, the rules, the log of mails.

notices = Notices
notices-unread = { $n ->
    [one] { $count } unread notice
   *[other] { $count } unread notices
}
notices-none = No notices yet.
notices-all = See all notices
notices-mark-seen = Mark as read
notices-marked = Notices marked as read.
notice-unread = unread

tabs = Sections
tab-timeline = Timeline
tab-notices = Notices
tab-rules = When to notify
tab-log = Delivery log

notices-lead = What asks for your attention, since when, and who has acknowledged it.
notices-open = Open
notices-open-none = Nothing open
notices-open-none-next = When something asks for attention, it appears here and on the bell, and stays until it is resolved.
notices-open-cut = These are the { $listed } newest; the others appear as these end.
notices-ended = Ended
notices-ended-none = No ended notices yet.
notices-older = Older
notices-start = Back to the start
notices-pages = Pages of notices
notice-since = Since { $when }
notice-at = On { $when }
notice-resolved = Resolved by itself on { $when }, after { $span }
notice-ended-disconnected = Ended on { $when }, after { $span }: its WABA was disconnected in Farol
notice-ended-reconnected = Ended on { $when }, after { $span }: its WABA was connected again
notice-acknowledge = Acknowledge
notice-acknowledged = { $name } acknowledged this on { $when }
notice-advice = What to do
notice-go-number = See the number
notice-go-limits = See numbers and limits
notice-go-health = See health status
notice-go-connect = See the connection
notice-go-timeline = See it in the timeline
notice-used = At least { $used } of { $limit } recipients in 24 hours
notice-missed-webhook = webhook that was missed: { $field }
somebody = Somebody
notice-meta-said = Meta said:

notice-quality-low = Low quality
notice-quality-low-about = Meta rates the quality as low. The last 7 days count, and recent ones weigh more.
notice-quality-low-advice = Adjust message templates, narrow the audience and reduce what leads people to block you. If the quality stays low, Meta may flag the number and reduce its limit.
notice-quality-medium = Medium quality
notice-quality-medium-about = Meta rates the quality as medium. The last 7 days count, and recent ones weigh more.
notice-quality-medium-advice = See the reasons on the number's page and what changed in the 48 hours before. Adjust templates and audience before the quality falls further.
notice-flagged = Number flagged
notice-flagged-about = Meta flagged the number: its quality is low, and the messaging limit may go down if it does not improve within seven days. Until then the limit does not go up.
notice-flagged-advice = Reaching medium or high quality by the seventh day keeps the limit. Send less, only to people who asked for it, and review the templates that lead to blocks.
notice-restricted = Number restricted
notice-restricted-about = The number reached its messaging limit. For 24 hours it can't start conversations; it can still reply to people who write.
notice-restricted-advice = Reply to people who write, and put off what can wait. Numbers and limits shows when capacity returns.
notice-limit-down = Messaging limit went down
notice-limit-down-about = Meta lowered the messaging limit.
notice-limit-down-advice = Send what matters most first. Keeping quality high is what lets the limit go up again.
notice-limit-up = Messaging limit went up
notice-limit-up-about = Meta raised the messaging limit.
notice-limit-up-advice = Nothing to do. Increase sending little by little and watch the quality.
notice-used-80 = 80% of the limit in use
notice-used-80-about = At least 80% of the limit of the last 24 hours has been used.
notice-used-80-advice = See in Numbers and limits how much is left and when capacity returns, before the next large send.
notice-used-95 = 95% of the limit in use
notice-used-95-about = At least 95% of the limit of the last 24 hours has been used. At the limit the number becomes restricted.
notice-used-95-advice = Stop what can wait. Numbers and limits shows when capacity returns.
notice-health-worse = Health got worse
notice-health-worse-about = Meta reports that sending is limited or blocked.
notice-health-worse-advice = See the error in Health status. It is to be settled with Meta directly, which is responsible for this data.
notice-name-decided = Display name reviewed
notice-name-decided-about = Meta decided about the display name.
notice-name-decided-advice = If a new name was approved, the number must be registered again: the WhatsApp profile says whether and by when. If it was declined, ask for another one there that follows Meta's rules.
notice-token-dying = Access to Meta is about to expire
notice-token-dying-about = The token with which Farol reads from Meta expires soon. Without it nothing more is read.
notice-token-dying-advice = Log in with Facebook again under Connection before it expires.
notice-token-dead = Meta no longer accepts the access
notice-token-dead-about = Meta refuses the token with which Farol reads this account: nothing new is read. The last values stay on show, with the time they were read.
notice-token-dead-advice = Log in with Facebook again under Connection, with a person of the Business Manager who has permission.
notice-permission-lost = Permission lost
notice-permission-lost-about = Meta no longer lists a permission for the account's token. Without whatsapp_business_messaging nothing is sent; without whatsapp_business_management nothing is read or set.
notice-permission-lost-advice = Connect the account again under Connection, with all permissions granted; if somebody took the permission away in the Business Manager, ask them first.
notice-permissions = Missing permission: { $names }
notice-disconnected = Disconnected
notice-disconnected-about = Meta no longer answers for this connection. The last values stay on show, with the time they were read.
notice-disconnected-advice = Connect again under Connection, with a person of the Business Manager who has permission.
notice-webhook-deaf = Webhooks are not arriving
notice-webhook-deaf-about = A reading found a change that a webhook should have told.
notice-webhook-deaf-advice = Check in the app's dashboard at Meta the address that receives webhooks and the subscribed fields. Until then Farol learns of changes by readings only.
notice-template-paused = Template stopped
notice-template-paused-about = Meta paused or disabled the template. Messages that use it are not sent.
notice-template-paused-advice = Review its text and who receives it before using it again. Repeating the same send usually leads to a longer pause.
notice-unknown-value = A value that Farol does not know
notice-unknown-value-about = Meta reports a value that Farol does not know. It is shown as it came, without interpretation.
notice-unknown-value-advice = See in Meta's documentation what the value means. Until then, check the number in WhatsApp Manager.
notice-health-blocked = Sending blocked
notice-health-limited = Sending limited
notice-name-approved = Display name approved
notice-name-declined = Display name declined

choose-lead = What comes by e-mail, what stays in the app only, and at what hours.
choose-title = When to notify
choose-about = Holds for you in this company.
choose-follows = You follow the company's default.
choose-own = You have choices of your own; where you changed nothing, the company's default holds.
choose-locked = Notices of blocks in the app can't be switched off.
choose-event = Event
channel-mail = E-mail
channel-app = In the app
rule-label = { $kind }: { $channel }
choose-save = Save
choose-reset = Use the company's default
choose-default-title = Company's default
choose-default-about = Holds for everyone who chose nothing else. Only owners and administrators change it.
choose-default-save = Save the default
choose-saved = Saved.
choose-saved-next = It holds from the next notice on.

times-title = When e-mails go out
times-about = The bell and the list of notices do not wait. Times are in the zone { $zone }.
times-quiet = Quiet hours
times-quiet-about = During these hours e-mails wait until they end. Urgent ones do not wait: { $kinds }.
times-from = From
times-to = Until
times-digest = Daily digest
times-digest-about = Notices that are not urgent go in one e-mail a day.
times-digest-at = At
times-mute = Pause e-mails until
times-mute-about = Empty: no pause. During a pause no e-mail goes out, not even urgent ones; notices stay in the app.
times-muted = E-mails are paused until { $when }.
times-save = Save times
times-wrong = Nothing was saved.
times-wrong-clock = Write the time as 22:00.
times-wrong-same = The quiet hours begin and end at the same time: choose different times.
times-wrong-past = The pause ends in the past: choose a date in the future.
times-wrong-date = Write date and time as 2026-01-31T08:00.

log-title = Delivery log
log-about = Every e-mail of a notice: when, to whom, and what the server answered.
log-none = No e-mails yet
log-none-next = When a notice is sent, it appears here with the server's answer.
log-when = When
log-notice = Notice
log-channel = Channel
log-recipient = Recipient
log-result = Result
log-test = Test e-mail
log-several = { $n ->
    [one] { $count } notice
   *[other] { $count } notices
}
log-waiting = Queued for { $when }
log-retry = Not sent; next try on { $when }
log-sent = Accepted by the server
log-refused = Refused by the server
log-given-up = Not sent: no tries are left
log-dropped = Not sent: e-mails were paused, or it was no longer for this person
log-merged = Went out in a summary
log-test-failed = The test failed, and is not repeated
log-test-unanswered = No answer: the test is under way or was cut off
log-tries = { $n ->
    [one] { $count } try
   *[other] { $count } tries
}
log-answered = The server answered:
log-hindered = What stood in the way:

test-title = Test e-mail
test-about = Goes to { $email } and shows what the mail server answered.
test-send = Send a test e-mail
test-sent = The server accepted the test e-mail.
test-sent-next = If it does not reach { $email }, look in the spam folder.
test-refused = The server refused the test e-mail.
test-refused-next = The server was reached; its answer says what to mend in the mail settings.
test-unreachable = The mail server did not answer.
test-unreachable-next = Check address, port and TLS in the mail settings. Notices wait in the queue and go out when it answers.
test-unprotected = The connection to the mail server could not be protected.
test-unprotected-next = Nothing was sent. Check name, port and TLS in the mail settings, and the certificate of the server. Notices wait in the queue and go out once the connection is safe.
test-too-many = Too many tests.
test-too-many-next = Wait { $wait } and try again.
no-smtp = No mail server is configured.
no-smtp-next = Notices appear in the app and no e-mail goes out. Whoever runs the installation sets the server:
