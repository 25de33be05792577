# Meta's errors. health_status.

meta-error-138024-what = Las llamadas por SIP no están activadas en este número.
meta-error-138024-means = Solo se refiere a llamadas. Los mensajes no se ven afectados.
meta-error-138024-steps =
    Si el número no usa llamadas por SIP, no hace falta actuar.
    Si las usa, activa SIP en la configuración de llamadas del número.

meta-error-138025-what = La app no tiene servidor SIP.
meta-error-138025-means = Solo se refiere a llamadas. Los mensajes no se ven afectados.
meta-error-138025-steps =
    Si la app no usa llamadas por SIP, no hace falta actuar.
    Si las usa, registra el servidor SIP en la configuración de llamadas.

meta-error-141000-what = El número no está conectado.
meta-error-141000-means = Meta bloquea el envío porque el número no está registrado o conectado en la plataforma. Quienes observaron este código no lo usan todos igual: vale el texto de Meta.
meta-error-141000-steps =
    Inicia sesión en Conexión y elige este número: Farol lo registra.

meta-error-141002-what = La plantilla no está aprobada.
meta-error-141002-means = Solo se pueden enviar plantillas aprobadas. Las demás plantillas y las respuestas a clientes siguen funcionando.
meta-error-141002-steps =
    Si está en revisión, espera la decisión de Meta.
    Si fue rechazada, lee el motivo en el Administrador de WhatsApp y edita la plantilla o apela la decisión.

meta-error-141006-what = Hay un error en el método de pago de la WABA.
meta-error-141006-means = Meta bloquea las conversaciones iniciadas por la empresa hasta que el método de pago funcione.
meta-error-141006-steps =
    En el Administrador de WhatsApp, abre la configuración de pago de la WABA y agrega un método de pago válido.
    Si la línea de crédito es de un socio, habla con él.
    Después, pulsa Comprobar ahora: el error desaparece cuando Meta lo quite.

meta-error-141010-what = La empresa no superó la verificación.
meta-error-141010-means = El Business Manager no está verificado en Meta. El envío queda limitado, con un límite de mensajes bajo.
meta-error-141010-steps =
    En el Business Manager, pide la verificación de la empresa y envía los documentos que pida Meta.
    La decisión es de Meta; Farol muestra cuando cambie.
