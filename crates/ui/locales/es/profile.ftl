# Perfil de WhatsApp: the form, its limits, what becomes of a save, the drawing, Meta's lines of business.

profile-lead = Lo que las personas ven al abrir el perfil de este número. Al guardar, Farol lo guarda en Meta y lo vuelve a leer.
profile-number = Número
profile-show = Ver perfil
profile-none-next = Conecta un número para ver y editar lo que ven tus contactos.

profile-identity = Identidad
profile-contact = Contacto
profile-photo = Foto de perfil
profile-photo-of = Foto de perfil de { $name }
profile-photo-about = La foto que Meta tiene para este número.
profile-no-photo = Sin foto
profile-name-hint = El cambio pasa por una nueva revisión de Meta.
profile-about = Info
profile-about-hint = El estado del perfil: la línea bajo el nombre. No puede quedar vacío; Meta no lo acepta.
profile-description = Descripción
profile-vertical = Sector
profile-email = Correo electrónico
profile-address = Dirección
profile-websites = Enlaces
profile-websites-hint = Hasta dos, que empiecen con https:// o http://.
profile-website = Enlace { $nth }
profile-count = { $length } de { $limit }

profile-fault-empty = La info no puede quedar vacía.
profile-fault-long = Tiene { $length } caracteres; Meta acepta hasta { $limit }.
profile-fault-email = Escribe una dirección de correo, como nombre@empresa.example.
profile-fault-link = Empieza con https:// o http:// y no uses espacios.
profile-fault-links = Meta acepta hasta dos enlaces.
profile-fault-vertical = Meta no acepta este sector. Elige uno de la lista.

profile-not-this-role = Tu rol en esta cuenta permite ver el perfil, no cambiarlo.
profile-not-this-role-next = Quien es propietario, administrador u operador de esta cuenta puede cambiarlo.
profile-kept-in-app = El perfil de este número se mantiene en la app WhatsApp Business.
profile-kept-in-app-next = El número también se usa en la app (coexistencia), y desde aquí el perfil solo se puede ver. Cámbialo en la app.
profile-never-read = El perfil de este número todavía no se leyó.
profile-never-read-next = La edición se abre después de la primera lectura: sin ella, Farol no sabe qué se reemplazaría.

profile-saved = Guardado en Meta y leído de vuelta
profile-accepted = Meta aceptó el cambio
profile-accepted-next = La lectura de vuelta todavía no llegó. Farol lee el perfil de nuevo y muestra aquí lo que Meta tenga.
profile-faults = { $n ->
    [one] { $count } campo por corregir
   *[other] { $count } campos por corregir
}
profile-faults-next = No se guardó nada. Lo que escribiste está en el formulario.
profile-moved = El perfil cambió en Meta mientras lo editabas
profile-moved-next = Lo que escribiste sigue en el formulario. Al guardar, Farol compara con Meta antes de guardar.
profile-moved-show = Ver qué campos
profile-conflict-next = No se guardó nada. En los campos de abajo está tu texto y, junto a él, lo que Meta tiene ahora. Guardar de nuevo graba el tuyo; para quedarte con el otro, usa el botón del campo.
number-busy = Otro cambio de este número está en curso
number-busy-next = No se envió nada a Meta. Inténtalo de nuevo en un momento.
profile-not-read = No se pudo leer el perfil antes de guardar
profile-not-read-next = No se envió nada a Meta, y lo que escribiste está en el formulario. Intenta guardar de nuevo.
profile-refused = Meta rechazó el cambio
profile-refused-next = No se guardó nada: el perfil en Meta sigue como estaba. Lo que escribiste está en el formulario; cambia lo que Meta señala y guarda de nuevo.
profile-in-doubt = Meta no confirmó: no se sabe si se guardó
profile-in-doubt-next = Farol comprueba lo que Meta tiene y lo muestra aquí. Lo que escribiste está en el formulario; guardar de nuevo solo graba lo que siga siendo distinto.
profile-kept-otherwise = Meta aceptó, pero muestra otro texto
profile-kept-otherwise-next = Los demás campos se guardaron. En los campos de abajo está tu texto y, junto a él, lo que Meta muestra.
profile-settled = Meta tiene ahora lo que está en el formulario
profile-reason = Motivo: { $reason }.
profile-held-now = Meta tiene ahora:
profile-held-empty = nada en este campo
profile-held-yours = En el campo está tu texto.
profile-take = Usar el de Meta
profile-taken = El texto de Meta está en el formulario
profile-taken-next = Todavía no se guardó nada. Lo que cambiaste en los demás campos sigue aquí; guarda para enviarlo.

profile-unsaved = Cambios del perfil
profile-changed = { $n ->
    [one] { $count } campo cambiado
   *[other] { $count } campos cambiados
}
profile-fix = Para guardar, corrige: { $fields }
profile-discard = Descartar
profile-save = Guardar en Meta

profile-preview = Vista previa del perfil
profile-preview-about = Lo que ven tus contactos.
profile-preview-note = Vista previa de Farol. En el teléfono puede verse distinto.

vertical-none = Sin informar
vertical-auto = Automotor
vertical-beauty = Belleza, spa y peluquería
vertical-apparel = Ropa y accesorios
vertical-edu = Educación
vertical-entertain = Entretenimiento
vertical-event-plan = Organización de eventos
vertical-finance = Finanzas
vertical-grocery = Alimentos y almacén
vertical-govt = Servicio público
vertical-hotel = Hotelería
vertical-health = Salud
vertical-nonprofit = Sin fines de lucro
vertical-prof-services = Servicios profesionales
vertical-retail = Compras y venta minorista
vertical-travel = Viajes y transporte
vertical-restaurant = Restaurante
vertical-alcohol = Bebidas alcohólicas
vertical-online-gambling = Juegos de azar en línea
vertical-physical-gambling = Juegos de azar presenciales
vertical-otc-drugs = Medicamentos de venta libre
vertical-other = Otro
profile-saving = Guardando en Meta…
