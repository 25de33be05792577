# Visão geral: the verdict, the entities and what follows from their state, the latest changes.

verdict-ok = Todo bien: { $able }.
verdict-attention = Atención: { $able }, pero { $reason }.
verdict-attention-and = Atención: { $able } y { $reason }.
verdict-attention-only = Atención: { $able }.
verdict-attention-since = Atención: { $able }: { $reason }.
verdict-stopped = Parado: { $able }; { $reason }.
verdict-stopped-only = Parado: { $able }.
verdict-no-data = Sin datos: todavía no se leyó ningún número.
verdict-more = { $n ->
    [one] { $count } motivo más
   *[other] { $count } motivos más
}
able-all = { $n ->
    [one] el número activo puede enviar
   *[other] los { $count } números activos pueden enviar
}
able-some = { $can } de { $count } números activos pueden enviar
able-none = { $n ->
    [one] el número activo no puede iniciar conversaciones
   *[other] ninguno de los { $count } números activos puede iniciar conversaciones
}
able-unknown = { $n ->
    [one] no se sabe si el número activo puede enviar
   *[other] no se sabe si los { $count } números activos pueden enviar
}
able-some-unknown = { $can } de { $count } números activos pueden enviar, de { $unknown } no se sabe
able-none-active = ningún número está activo
reason-blocked = { $entity } está bloqueado
reason-limited = { $entity } está limitado
reason-flagged = { $number } está marcado
reason-restricted = { $number } está restringido y solo puede responder a quien escriba
reason-status = { $number } está con el estado { $status }
reason-quality-red = la calidad de { $number } es baja
reason-quality-yellow = la calidad de { $number } es media
reason-none-active = ningún número está activo
reason-lost-token = { $entity } está sin un token que Meta acepte
reason-lost-permission = { $n ->
    [one] { $entity } perdió el permiso { $said }
   *[other] { $entity } perdió los permisos { $said }
}
reason-lost-access = { $entity } ya no es accesible para Farol
reason-lost-event = { $entity } ya no está conectado (evento de Meta: { $said })
reason-old = la lectura de { $name } es antigua ({ $ago })
reason-unread = { $name } todavía no se leyó
reason-unclear = { $name } informa { $field } = { $value }, un valor que Farol no conoce
the-number = el número { $name }
the-waba = el WABA { $name }
the-business = el Business { $name }
the-app = el App { $name }
the-entity = { $name }
advice-meta = Trata el error directamente con Meta; el envío vuelve cuando Meta lo libere.
advice-flagged = Si la calidad no mejora en siete días, Meta puede reducir el límite de mensajes.
advice-restricted = Mientras esté restringido, no se pueden enviar mensajes nuevos dentro de 24 horas. Todavía se puede responder.
advice-quality = Mira los motivos que las personas dieron al bloquear y ajusta plantillas y público.
advice-status = Abre el número y mira lo que informa Meta.
advice-old = Lo que está en pantalla puede haber cambiado. Compruébalo ahora.
advice-unclear = Mira en el Administrador de WhatsApp qué significa el valor; Farol lo muestra como Meta lo informó.
advice-reconnect = Conecta la misma WABA de nuevo, en Conexión. Hasta entonces, lo que está en pantalla puede haber cambiado.
see-numbers = Ver lo que pide atención
refresh = Comprobar ahora

quarantined = { $n ->
    [one] No se pudo leer { $count } elemento de webhook.
   *[other] No se pudieron leer { $count } elementos de webhook.
}
quarantined-next = Nada se pierde: queda guardado como llegó. Para exportar:

entities = Business Manager, WABA y App
entities-none = Todavía no se leyó ninguna entidad.
kind-business = Business Manager
kind-waba = WABA
kind-app = App
kind-number = Número
kind-template = Plantilla
flow-sending = Envío
flow-receiving = Recepción
flow-webhooks = Webhooks
flow-free = Sin restricción
flow-limited = Limitado
flow-fewer = Cantidad limitada
flow-stopped = Parado
flow-unknown = Desconocido
webhooks-seen = Llegando
webhooks-none = Ninguno aún
consequence-waba-blocked = Si el WABA está bloqueado, no será posible enviar ni recibir mensajes.
consequence-business-limited = Si el Business está limitado, no será posible enviar mensajes, pero sí recibirlos, aunque con cantidad limitada.
consequence-business-blocked = Si el Business está bloqueado, no recibe ni envía mensajes.
error = Error
error-code = Código
error-description = Descripción
error-solution = Solución posible
ask-meta = Cualquier error listado debe tratarse directamente con Meta
ask-meta-next = Meta es responsable de los datos y calificaciones presentados. Farol solo replica lo que informa Meta.
open-manager = Abrir el Administrador de WhatsApp

limit-title = Límite del portafolio
limit-unit = destinatarios en 24 h móviles
limit-shared = Todos los números del portafolio gastan del mismo límite.
numbers = Números
numbers-active-of = { $n ->
    [one] activos de { $count }
   *[other] activos de { $count }
}
numbers-waiting = { $n ->
    [one] { $count } pendiente
   *[other] { $count } pendientes
}
open-list = Abrir lista

news = Cambios recientes
news-none = Todavía no hay cambios. Lo que Meta altere aparece aquí.
act = Quién tiene que actuar
act-nobody = Nadie tiene que actuar ahora.
act-more = { $n ->
    [one] { $count } asunto más
   *[other] { $count } asuntos más
}
alerts = Avisos abiertos
alerts-none = Ningún aviso abierto.
alerts-all = Ver todos los avisos
verdict-oldest = lectura más antigua: { $name }
