# Meta's errors. Coexistence.

meta-error-100-2593107-what = This synchronisation was already requested.
meta-error-100-2593107-means = Contacts and history of the app can be requested once each, after connecting.
meta-error-100-2593107-steps =
    Nothing is to be done: the data comes by webhook from the first request.

meta-error-100-2593108-what = The time to synchronise is over.
meta-error-100-2593108-means = Contacts and history can be requested within 24 hours of connecting only. New conversations arrive as usual.
meta-error-100-2593108-steps =
    If the history is needed, disconnect in the WhatsApp Business app and connect again.

meta-error-100-2593109-what = The client did not share the history.
meta-error-100-2593109-means = When connecting the app, the person chose not to share earlier conversations. The connection works.
meta-error-100-2593109-steps =
    Nothing is to be done. If it was a mistake, the number has to be connected again.

meta-error-131060-what = A linked device does not support this message.
meta-error-131060-means = In coexistence, a linked device that Meta does not support sent or got the message; its content does not come by the API.
meta-error-131060-steps =
    Look at the message in the WhatsApp Business app on the main phone.
    Unlink the unsupported device if it is not needed.
