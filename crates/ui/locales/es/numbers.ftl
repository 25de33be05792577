# Números e limites: the list, its filters and details, and the words of Meta's values.

numbers-lead = { $n ->
    [0] Todavía no hay números. El límite de 24 h es del portafolio.
    [one] { $count } número. El límite de 24 h es del portafolio: todos los números gastan del mismo saldo.
   *[other] { $count } números. El límite de 24 h es del portafolio: todos los números gastan del mismo saldo.
}
numbers-list = Lista de números
numbers-shown = { $n ->
    [one] { $shown } de { $count } número
   *[other] { $shown } de { $count } números
}
numbers-none = Ningún número conectado
numbers-none-next = Conecta un número para ver calidad, límite y salud en un solo lugar.
search = Buscar número
search-hint = Nombre, número o ID
nothing-search = Nada para “{ $query }”
nothing-filter = Ningún número en este filtro
show-all = Mostrar todos
filter-all = Todos
filter-attention = Piden atención
filter-active = Activos
filter-pending = Pendientes
details-of = Detalles de { $number }
in-use = en uso
not-in-use = fuera de uso
in-use-about = En uso: mensaje o estado visto en los últimos 7 días (cálculo de Farol)
number-id = ID del número
what-now = Qué está pasando
registration = Registro en Meta
sources = Procedencia

field-phone = Número
field-status = Estado
field-quality = Calidad
field-can-send = Puede enviar
field-name = Nombre visible
field-name-status = Nombre
field-limit = Límite
field-portfolio-limit = Límite del portafolio
field-throughput = Rendimiento
field-pin = PIN
field-official = Oficial
field-in-use = Uso
field-platform = Plataforma
field-verification = Verificación
field-account-mode = Modo

status-connected = Conectado
status-flagged = Marcado
status-restricted = Restringido
status-rate-limited = Limitado por volumen
status-banned = Inhabilitado
status-pending = Pendiente
status-unverified = No verificado
status-disconnected = Desconectado
status-migrated = Migrado
status-deleted = Eliminado
status-unknown = Todavía no definido por Meta
quality-green = Verde
quality-green-level = alta
quality-yellow = Amarillo
quality-yellow-level = media
quality-red = Rojo
quality-red-level = baja
quality-unknown = Todavía no definida por Meta
why-yellow = Por qué la calidad es media
why-red = Por qué la calidad es baja
why-other = Motivos que informa Meta
why-of-whom = Motivos que las personas dieron al bloquear { $number }
why-none = Meta no informó motivos.
reasons-more = { $n ->
    [one] { $count } número más
   *[other] { $count } números más
}
reason-no-longer-needed = Ya no es necesario
reason-did-not-sign-up = No me inscribí
reason-spam = Spam
reason-offensive = Mensajes ofensivos
reason-none = Ningún motivo
can-available = Disponible
can-limited = Limitado
can-blocked = Bloqueado
name-approved = Aprobado
name-available-without-review = Disponible sin revisión
name-declined = Rechazado
name-expired = Vencido
name-pending-review = En revisión
name-none = Sin nombre
name-non-exists = Sin nombre
throughput-standard = Estándar
throughput-standard-most = hasta 80/s
throughput-high = Alto
throughput-high-most = hasta 1.000/s
throughput-not-applicable = No se aplica
throughput-rule = Regla de Meta, no una lectura
limit-unlimited = Ilimitado
limit-untiered = Sin nivel
limit-not-set = Todavía no definido por Meta
limit-of-portfolio = del portafolio:
pin-on = Activo
pin-off = Sin PIN
official-yes = Sí
official-no = No
