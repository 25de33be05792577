# Meta's errors. A message.

meta-error-130472-what = La persona está en un experimento de Meta.
meta-error-130472-means = Meta no entrega algunos mensajes de marketing a una parte de las personas, para medir el efecto. No hay nada mal en el número ni en la plantilla.
meta-error-130472-steps =
    No repitas este mensaje.
    Si es importante, usa otro canal o espera a que la persona escriba.

meta-error-131008-what = Falta un parámetro en el mensaje.
meta-error-131008-means = Meta rechazó el mensaje antes de enviarlo; el campo details dice qué parámetro falta.
meta-error-131008-steps =
    Agrega el parámetro y envía de nuevo.

meta-error-131009-what = Un valor del mensaje no se acepta.
meta-error-131009-means = El parámetro existe, pero el valor no vale: un teléfono mal escrito, un texto demasiado largo, un tipo equivocado. El campo details dice cuál.
meta-error-131009-steps =
    Corrige el valor que cita details y envía de nuevo.
    Escribe los teléfonos con + y el código de país.

meta-error-131021-what = El destinatario es el propio número.
meta-error-131021-means = Un número no puede enviarse mensajes a sí mismo.
meta-error-131021-steps =
    Cambia el destinatario; para probar, usa otro celular con WhatsApp.

meta-error-131026-what = El mensaje no se pudo entregar a esta persona.
meta-error-131026-means = Meta no dice el motivo, para proteger a la persona. Su número puede no tener WhatsApp, por ejemplo, o estar mal escrito.
meta-error-131026-steps =
    Comprueba el número; en Brasil, con y sin el noveno dígito.
    Pregunta por otro canal si la persona usa WhatsApp y pide que escriba primero.
    Si falla siempre, quita el número de la lista: insistir no ayuda.

meta-error-131030-what = El destinatario no está en la lista del número de prueba.
meta-error-131030-means = Los números de prueba solo envían a los teléfonos registrados en Meta.
meta-error-131030-steps =
    En el panel de la app, agrega y confirma el teléfono del destinatario.
    Para enviar a cualquier persona, conecta un número real.

meta-error-131047-what = Pasaron más de 24 horas desde el último mensaje de la persona.
meta-error-131047-means = Fuera de la ventana de atención solo se entrega una plantilla aprobada. Meta acepta el envío y avisa del fallo después, por webhook.
meta-error-131047-steps =
    Envía una plantilla aprobada.
    Cuando la persona responda, la ventana se abre por 24 horas y acepta cualquier tipo de mensaje.

meta-error-131049-what = Meta no lo entregó, para no cansar a la persona.
meta-error-131049-means = Meta limita cuántos mensajes de marketing recibe cada persona, de todas las empresas juntas. El número no fue castigado. Los números de Estados Unidos (+1) no reciben marketing desde el 1 de abril de 2025.
meta-error-131049-steps =
    Espera al menos 24 horas antes de enviar marketing a esta persona de nuevo.
    Los mensajes de utilidad y las respuestas a quien escribió no se ven afectados.

meta-error-131050-what = La persona no quiere más marketing de esta empresa.
meta-error-131050-means = Detuvo los mensajes de marketing en WhatsApp. La decisión es suya y vale hasta que la deshaga.
meta-error-131050-steps =
    Quita a la persona de las listas de marketing.
    No busques otro número tuyo para enviar: la decisión vale para la empresa.

meta-error-131051-what = Este tipo de mensaje no se admite.
meta-error-131051-means = Al enviar: el type no existe o no sirve aquí. En un mensaje recibido: la persona envió algo que la API no transmite, como una encuesta; el contenido no llega.
meta-error-131051-steps =
    Al enviar, corrige el campo type.
    Al recibir, pide a la persona que lo escriba como texto.

meta-error-131052-what = Meta no pudo descargar el archivo multimedia.
meta-error-131052-means = El archivo del enlace no respondió, pide inicio de sesión o tiene un tipo que Meta no acepta. El mensaje no se envió.
meta-error-131052-steps =
    Abre el enlace en una ventana privada: debe responder sin inicio de sesión.
    Comprueba el tamaño: imagen hasta 5 MB, audio y video hasta 16 MB, documento hasta 100 MB.
    O sube antes el archivo a Meta y usa su id.

meta-error-131053-what = Meta no aceptó el archivo subido.
meta-error-131053-means = Falló la subida: el tipo no coincide con el contenido, el archivo es demasiado grande o está dañado.
meta-error-131053-steps =
    Comprueba el tipo declarado y el contenido: imágenes JPEG o PNG de 8 bits, stickers en WebP.
    Comprueba el tamaño: imagen hasta 5 MB, audio y video hasta 16 MB, documento hasta 100 MB, sticker hasta 100 KB (animado 500 KB).

meta-error-131055-what = La API de marketing no acepta este método.
meta-error-131055-means = La llamada fue a marketing_messages con algo que solo acepta el envío común; allí solo van plantillas.
meta-error-131055-steps =
    Envía por messages, o manda una plantilla de marketing.

meta-error-131059-what = El cursor de la página no es válido.
meta-error-131059-means = La lista de plantillas o grupos se pidió con un after o before que Meta no reconoce, desde la v24.
meta-error-131059-steps =
    Empieza la lista de nuevo, sin cursor, y usa solo los que devuelve.

meta-error-131062-what = Este mensaje exige el teléfono de la persona.
meta-error-131062-means = El destinatario se dio por ID de usuario (BSUID), y las plantillas de autenticación solo van a un teléfono.
meta-error-131062-steps =
    Pide el teléfono con el botón REQUEST_CONTACT_INFO y envía a él.

meta-error-131063-what = El marketing está desactivado en la API de la nube para esta cuenta.
meta-error-131063-means = La WABA tiene disable_marketing_messages_on_cloud_api: las plantillas de marketing no salen por el envío común.
meta-error-131063-steps =
    Envía por marketing_messages, o desactiva esa configuración en la WABA.

meta-error-137000-what = La identidad de la persona cambió.
meta-error-137000-means = El mensaje llevaba la clave de identidad anterior, y la actual es otra: la persona puede haber cambiado de aparato o el número de dueño.
meta-error-137000-steps =
    Confirma que sigue siendo la misma persona antes de enviar algo confidencial.
    Envía de nuevo con la clave nueva, que llega por webhook (identity_key_hash).
