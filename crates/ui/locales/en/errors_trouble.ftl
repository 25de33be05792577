# Meta's errors. Meta's own trouble.

meta-error-1-what = Meta had an error that it does not explain.
meta-error-1-means = The error is Meta's, or lies in the address called. If it was a send, it may have been made or not.
meta-error-1-steps =
    Readings: nothing is to be done, Farol tries again.
    Sends: wait for the status by webhook before you repeat, so as not to send twice.

meta-error-2-what = Meta's service is down or overloaded.
meta-error-2-means = It passes, and does not depend on your account.
meta-error-2-steps =
    Nothing is to be done: Farol tries again at longer intervals.
    If it lasts for hours, change nothing on the account: settle it with Meta.

meta-error-131000-what = Meta did not send the message, for an error that it does not explain.
meta-error-131000-means = Something failed at Meta. The message was not delivered.
meta-error-131000-steps =
    Send again after some minutes.
    If it always fails for the same recipient or template, open a case with Meta and give the fbtrace_id.

meta-error-131016-what = A service of Meta's is unavailable.
meta-error-131016-means = It passes, and does not depend on your account.
meta-error-131016-steps =
    Send again later, at growing intervals.
    Readings: Farol tries again by itself.

meta-error-135000-what = Meta refused the message without a reason.
meta-error-135000-means = It is a generic error; the answer's details field is the only hint.
meta-error-135000-steps =
    Read the details and compare the message with one that works.
    If nothing differs, open a case with Meta and give the fbtrace_id.
