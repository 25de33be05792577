# Meta's errors. Pace and limits.

meta-error-4-what = The app made too many calls.
meta-error-4-means = The limit is of the whole app, not of one number. Messages already accepted are not affected; readings wait.
meta-error-4-steps =
    Nothing is to be done: Farol waits and reads again more slowly.
    If it keeps coming back, see which other program uses the same app at Meta.

meta-error-17-what = Too many calls on behalf of this user.
meta-error-17-means = The limit is of the user whose token was used. Readings wait.
meta-error-17-steps =
    Nothing is to be done: Farol waits and reads again.
    If it keeps coming back, see which other program uses the same token.

meta-error-32-what = Too many calls to Meta.
meta-error-32-means = A general limit of the Graph API was reached; Meta asks to wait.
meta-error-32-steps =
    Nothing is to be done: Farol waits and reads again.

meta-error-341-what = The app reached a usage limit of Meta's.
meta-error-341-means = Meta limits the app for a while. Messages already accepted are not affected.
meta-error-341-steps =
    Nothing is to be done: Farol waits and tries again.

meta-error-613-what = This call was made too often.
meta-error-613-means = Meta has a limit of its own for this call, and it was reached.
meta-error-613-steps =
    Nothing is to be done: Farol waits and tries again.

meta-error-80007-what = Too many management calls for this WABA.
meta-error-80007-means = Meta takes 200 management calls an hour per app and WABA; 5,000 if the WABA has at least one registered number. Sending messages does not count here.
meta-error-80007-steps =
    Nothing is to be done: Farol uses only a share of this quota, and waits.
    If it keeps coming back, another program uses the same app and WABA: let it call less.

meta-error-80008-what = Too many management calls for this WABA.
meta-error-80008-means = Meta takes 200 management calls an hour per app and WABA; 5,000 if the WABA has at least one registered number. Sending messages does not count here.
meta-error-80008-steps =
    Nothing is to be done: Farol uses only a share of this quota, and waits.
    If it keeps coming back, another program uses the same app and WABA: let it call less.

meta-error-130429-what = Too many messages a second on this number.
meta-error-130429-means = Each number takes 80 messages a second, incoming ones included; 1,000 with high throughput; 20 in coexistence. This message was not accepted.
meta-error-130429-steps =
    Slow the sending down and repeat with growing pauses.
    Spread large campaigns over more time.

meta-error-131048-what = Meta limited what this number may send.
meta-error-131048-means = Many recipients blocked or reported the messages, and Meta restricts how many the number may send. Whoever writes to the number can still be answered. Meta's help for this code also points to the messaging limits: see whether the portfolio's is used up.
meta-error-131048-steps =
    Stop this number's campaigns.
    See quality, limit and, where Meta gives them, the reasons on Numbers and limits.
    Start again slowly, only to people who asked for the messages.

meta-error-131056-what = Too many messages from this number to the same person.
meta-error-131056-means = Meta takes 1 message every 6 seconds to each person (600 an hour), with a burst of up to 45. Only this pair of number and person is held; other sends go on.
meta-error-131056-steps =
    Wait and repeat with pauses of 4 to the power of the attempt, in seconds: 1, 4, 16, 64.
    Put several short messages into one.

meta-error-131057-what = The account is in maintenance at Meta.
meta-error-131057-means = It happens, for one, when the number's throughput is raised: it takes up to a minute, and nothing is sent meanwhile.
meta-error-131057-steps =
    Wait a minute and send again.
    If it lasts more than an hour, open a case with Meta.

meta-error-131064-what = The limit is used up because of templates in the wrong category.
meta-error-131064-means = The account reached the messaging limit that Meta sets after violations in how templates are classified, such as marketing sent as utility.
meta-error-131064-steps =
    In WhatsApp Manager, review the templates' categories, utility first.
    Wait for the limit to return; answering whoever wrote in the last 24 hours stays allowed.
