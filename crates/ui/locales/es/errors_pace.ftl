# Meta's errors. Pace and limits.

meta-error-4-what = La app hizo demasiadas llamadas.
meta-error-4-means = El límite es de toda la app, no de un número. Los mensajes ya aceptados no se ven afectados; las lecturas esperan.
meta-error-4-steps =
    No hace falta actuar: Farol espera y vuelve a leer más despacio.
    Si vuelve siempre, mira qué otro programa usa la misma app en Meta.

meta-error-17-what = Demasiadas llamadas en nombre de este usuario.
meta-error-17-means = El límite es del usuario cuyo token se usó. Las lecturas esperan.
meta-error-17-steps =
    No hace falta actuar: Farol espera y vuelve a leer.
    Si vuelve siempre, mira qué otro programa usa el mismo token.

meta-error-32-what = Demasiadas llamadas a Meta.
meta-error-32-means = Se alcanzó un límite general de la Graph API; Meta pide esperar.
meta-error-32-steps =
    No hace falta actuar: Farol espera y vuelve a leer.

meta-error-341-what = La app llegó a un límite de uso de Meta.
meta-error-341-means = Meta limita la app por un tiempo. Los mensajes ya aceptados no se ven afectados.
meta-error-341-steps =
    No hace falta actuar: Farol espera y vuelve a intentarlo.

meta-error-613-what = Esta llamada se hizo demasiadas veces.
meta-error-613-means = Meta tiene un límite propio para esta llamada, y se alcanzó.
meta-error-613-steps =
    No hace falta actuar: Farol espera y vuelve a intentarlo.

meta-error-80007-what = Demasiadas llamadas de gestión para esta WABA.
meta-error-80007-means = Meta acepta 200 llamadas de gestión por hora por app y WABA; 5.000 si la WABA tiene al menos un número registrado. Enviar mensajes no cuenta aquí.
meta-error-80007-steps =
    No hace falta actuar: Farol usa solo una parte de esa cuota, y espera.
    Si vuelve siempre, otro programa usa la misma app y la misma WABA: reduce sus llamadas.

meta-error-80008-what = Demasiadas llamadas de gestión para esta WABA.
meta-error-80008-means = Meta acepta 200 llamadas de gestión por hora por app y WABA; 5.000 si la WABA tiene al menos un número registrado. Enviar mensajes no cuenta aquí.
meta-error-80008-steps =
    No hace falta actuar: Farol usa solo una parte de esa cuota, y espera.
    Si vuelve siempre, otro programa usa la misma app y la misma WABA: reduce sus llamadas.

meta-error-130429-what = Demasiados mensajes por segundo en este número.
meta-error-130429-means = Cada número acepta 80 mensajes por segundo, contando los recibidos; 1.000 con rendimiento alto; 20 en coexistencia. Este mensaje no fue aceptado.
meta-error-130429-steps =
    Baja el ritmo de envío y repite con pausas crecientes.
    Reparte las campañas grandes en más tiempo.

meta-error-131048-what = Meta limitó los envíos de este número.
meta-error-131048-means = Muchos destinatarios bloquearon o denunciaron los mensajes, y Meta restringe cuántos puede enviar el número. Todavía se puede responder a quien escriba. La ayuda de Meta para este código habla también de los límites de mensajes: mira si el del portafolio se agotó.
meta-error-131048-steps =
    Detén las campañas de este número.
    Mira en Números y límites la calidad, el límite y, si Meta los da, los motivos.
    Vuelve poco a poco, solo con quien pidió recibir los mensajes.

meta-error-131056-what = Demasiados mensajes de este número a la misma persona.
meta-error-131056-means = Meta acepta, para cada persona, 1 mensaje cada 6 segundos (600 por hora), con una ráfaga de hasta 45. Solo este par de número y persona está detenido; los demás envíos siguen.
meta-error-131056-steps =
    Espera y repite con pausas de 4 elevado al número del intento, en segundos: 1, 4, 16, 64.
    Junta varios mensajes cortos en uno.

meta-error-131057-what = La cuenta está en mantenimiento en Meta.
meta-error-131057-means = Pasa, por ejemplo, cuando sube el rendimiento del número: dura hasta un minuto, y mientras tanto no se envía nada.
meta-error-131057-steps =
    Espera un minuto y envía de nuevo.
    Si dura más de una hora, abre un caso con Meta.

meta-error-131064-what = El límite se agotó por plantillas con la categoría equivocada.
meta-error-131064-means = La cuenta llegó al límite de mensajes que Meta impone tras infracciones en la clasificación de plantillas, por ejemplo marketing enviado como utilidad.
meta-error-131064-steps =
    En el Administrador de WhatsApp, revisa la categoría de las plantillas, empezando por las de utilidad.
    Espera a que vuelva el límite; responder a quien escribió en las últimas 24 horas sigue permitido.
