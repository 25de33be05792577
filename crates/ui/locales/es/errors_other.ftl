# Meta's errors. Parts of the platform that Farol does not use.

meta-error-131201-131215-what = Un error de grupos.
meta-error-131201-131215-means = Meta usa este rango para la API de grupos, que Farol no usa. Lo que falló está en el mensaje de Meta.
meta-error-131201-131215-steps =
    Lee el mensaje de Meta en el programa que llamó a la API de grupos.

meta-error-134011-what = Un error de pagos en WhatsApp.
meta-error-134011-means = Se refiere a pedidos y cobros dentro de la conversación, que Farol no usa; no al cobro de tu WABA.
meta-error-134011-steps =
    Lee el mensaje de Meta en el programa que envió el cobro.

meta-error-134100-134102-what = Un error de la API de mensajes de marketing.
meta-error-134100-134102-means = Meta rechazó un envío por marketing_messages, por ejemplo porque la WABA no está habilitada.
meta-error-134100-134102-steps =
    Mira en marketing_messages_onboarding_status de la WABA qué falta.
    Hasta entonces, envía la plantilla por el envío común.

meta-error-138000-138999-what = Un error de llamadas.
meta-error-138000-138999-means = Meta usa este rango para llamadas, que Farol no usa. Los mensajes no se ven afectados.
meta-error-138000-138999-steps =
    Lee el mensaje de Meta en el programa que hace las llamadas.

meta-error-139000-139999-what = Un error de Flows o de bloqueo de usuarios.
meta-error-139000-139999-means = Meta usa este rango para Flows y para bloquear usuarios, que Farol no usa.
meta-error-139000-139999-steps =
    Lee el mensaje de Meta en el programa que hizo la llamada.
