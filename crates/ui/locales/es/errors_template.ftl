# Meta's errors. Templates and Flows.

meta-error-132000-what = El número de variables no coincide con la plantilla.
meta-error-132000-means = El envío trajo más o menos valores de los que tiene la plantilla. También pasa cuando la copia local es antigua y la de Meta cambió.
meta-error-132000-steps =
    Compara las variables con las de la plantilla en el Administrador de WhatsApp, en el mismo idioma.
    Actualiza la lista de plantillas en el programa que envía.

meta-error-132001-what = La plantilla no existe en este idioma.
meta-error-132001-means = Meta no encuentra una plantilla aprobada con este nombre e idioma en esta WABA.
meta-error-132001-steps =
    Comprueba nombre e idioma: pt_BR y pt son distintos.
    Mira si la plantilla está aprobada y si es de la misma WABA que el número.

meta-error-132005-what = El texto queda demasiado largo con las variables rellenas.
meta-error-132005-means = La plantilla cabe, pero con estos valores supera el tamaño que Meta acepta.
meta-error-132005-steps =
    Acorta los valores de las variables.

meta-error-132007-what = El contenido de la plantilla infringe una política.
meta-error-132007-means = Meta rechazó el texto o las variables de este envío.
meta-error-132007-steps =
    Lee en details qué se rechazó.
    Cambia el contenido, o apela en el Administrador de WhatsApp.

meta-error-132008-what = Meta rechazó el mensaje de plantilla.
meta-error-132008-means = Es un error de plantilla que la documentación leída por Farol no describe; vale lo que dice el details de Meta.
meta-error-132008-steps =
    Lee el details y compara el envío con la plantilla en el Administrador de WhatsApp.

meta-error-132012-what = Una variable tiene otro formato del que pide la plantilla.
meta-error-132012-means = Por ejemplo, texto donde la plantilla tiene imagen, o variable por nombre donde usa posición.
meta-error-132012-steps =
    Compara los componentes del envío con los de la plantilla y corrige lo que cita details.

meta-error-132015-what = La plantilla está en pausa.
meta-error-132015-means = Meta pausa una plantilla de baja calidad: 3 horas, luego 6, y a la tercera la desactiva. El mismo código llega cuando Meta retiene un lote para evaluar la calidad y lo descarta. No gasta límite.
meta-error-132015-steps =
    Detén las campañas con esta plantilla.
    Cambia el texto o el público: bloqueos y denuncias bajan la calidad.
    Espera el fin de la pausa, que Farol muestra en Actividad, o usa otra plantilla.

meta-error-132016-what = La plantilla fue desactivada.
meta-error-132016-means = Se pausó demasiadas veces por baja calidad y no vuelve.
meta-error-132016-steps =
    Crea otra plantilla, con otro contenido, y espera la aprobación.

meta-error-132068-what = El Flow de la plantilla está bloqueado.
meta-error-132068-means = Meta no envía mensajes con este Flow mientras esté bloqueado.
meta-error-132068-steps =
    En el Administrador de WhatsApp, abre el Flow y corrige lo que señala.

meta-error-132069-what = El Flow de la plantilla está limitado.
meta-error-132069-means = Meta deja pasar pocos envíos de este Flow por hora, en general por errores del endpoint que lo atiende.
meta-error-132069-steps =
    Corrige el endpoint del Flow y espera a que Meta levante el límite.

meta-error-200005-200007-what = El análisis de plantillas todavía no se activó.
meta-error-200005-200007-means = Meta solo cuenta las cifras de las plantillas después de que la WABA lo confirma una vez; la confirmación no tiene vuelta.
meta-error-200005-200007-steps =
    Confírmalo en el Administrador de WhatsApp, en Insights, o con is_enabled_for_insights=true en la WABA.
