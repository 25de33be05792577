# Meta's errors. Account: policy, payment, name.

meta-error-368-what = La cuenta está bloqueada por infringir una política.
meta-error-368-means = Meta restringió o inhabilitó la WABA por un tiempo. Mientras dure, los mensajes no salen.
meta-error-368-steps =
    En el Administrador de WhatsApp, lee qué política citó Meta.
    Si la decisión es errónea, pide una revisión allí mismo.
    No repitas envíos mientras dure.

meta-error-130497-what = La empresa no puede enviar mensajes a este país.
meta-error-130497-means = Meta no permite que esta cuenta envíe mensajes a personas de ciertos países; el destinatario está en uno.
meta-error-130497-steps =
    Quita ese país de la lista de envío.
    Si el negocio debería poder enviar allí, trátalo con Meta.

meta-error-131031-what = La cuenta está bloqueada.
meta-error-131031-means = Meta restringió o inhabilitó la WABA por infringir una política. No sale ningún mensaje.
meta-error-131031-steps =
    En el Administrador de WhatsApp, lee la política citada; en Actividad, Farol muestra el plazo, si Meta lo informa.
    Pide una revisión allí, si la decisión es errónea.
    Detén los envíos hasta que Farol muestre la WABA como disponible.

meta-error-131037-what = El nombre visible todavía no fue aprobado.
meta-error-131037-means = Un número 555 proporcionado por Meta solo envía cuando su nombre visible está aprobado.
meta-error-131037-steps =
    Mira el estado del nombre en la página del número.
    Si fue rechazado, pide otro, parecido al de la marca, en el Administrador de WhatsApp.

meta-error-131042-what = Hay un problema con el pago.
meta-error-131042-means = La WABA no tiene un método de pago válido, o falló el cobro. Los mensajes de pago no salen; esto llega por webhook, después del envío aceptado.
meta-error-131042-steps =
    En el Administrador de WhatsApp, abre la configuración de pago de la WABA y corrige el método de pago.
    Si la línea de crédito es de un socio, habla con él.
    Envía de nuevo cuando Farol muestre la WABA como disponible.

meta-error-131045-what = El número no está bien registrado.
meta-error-131045-means = El envío falló por un error en el certificado o en el registro del número en la API de la nube.
meta-error-131045-steps =
    Inicia sesión en Conexión y elige este número: Farol lo registra de nuevo, con su PIN.
    Si el nombre visible cambió hace poco, espera su aprobación antes de registrar.
