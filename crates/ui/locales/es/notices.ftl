# Notices: the bell, the list, the rules, the log of mails.

notices = Avisos
notices-unread = { $n ->
    [one] { $count } aviso sin leer
   *[other] { $count } avisos sin leer
}
notices-none = Todavía no hay avisos.
notices-all = Ver todos los avisos
notices-mark-seen = Marcar como leídos
notices-marked = Avisos marcados como leídos.
notice-unread = sin leer

tabs = Secciones
tab-timeline = Línea de tiempo
tab-notices = Avisos
tab-rules = Cuándo avisar
tab-log = Registro de envíos

notices-lead = Lo que pide tu atención, desde cuándo y quién ya está al tanto.
notices-open = Abiertos
notices-open-none = Nada abierto
notices-open-none-next = Cuando algo pida atención, aparece aquí y en la campana, y queda hasta que se resuelva.
notices-open-cut = Estos son los { $listed } más recientes; los demás aparecen a medida que estos se cierran.
notices-ended = Cerrados
notices-ended-none = Todavía no hay avisos cerrados.
notices-older = Más antiguos
notices-start = Volver al inicio
notices-pages = Páginas de avisos
notice-since = Desde { $when }
notice-at = El { $when }
notice-resolved = Se resolvió solo el { $when }, después de { $span }
notice-ended-disconnected = Terminó el { $when }, después de { $span }: la WABA se desconectó en Farol
notice-ended-reconnected = Terminó el { $when }, después de { $span }: la WABA se reconectó
notice-acknowledge = Estoy al tanto
notice-acknowledged = { $name } está al tanto desde el { $when }
notice-advice = Qué hacer
notice-go-number = Ver el número
notice-go-limits = Ver números y límites
notice-go-health = Ver estado de salud
notice-go-connect = Ver la conexión
notice-go-timeline = Verlo en la línea de tiempo
notice-used = Al menos { $used } de { $limit } destinatarios en 24 horas
notice-missed-webhook = webhook que faltó: { $field }
somebody = Alguien
notice-meta-said = Meta dijo:

notice-quality-low = Calidad baja
notice-quality-low-about = Meta clasifica la calidad como baja. Cuentan los últimos 7 días, y los más recientes pesan más.
notice-quality-low-advice = Ajusta las plantillas de mensajes, segmenta mejor al público y reduce las prácticas que aumentan el riesgo de bloqueos. Si la calidad sigue baja, Meta puede marcar el número y reducir su límite.
notice-quality-medium = Calidad media
notice-quality-medium-about = Meta clasifica la calidad como media. Cuentan los últimos 7 días, y los más recientes pesan más.
notice-quality-medium-advice = Mira los motivos en la página del número y qué cambió en las 48 horas anteriores. Ajusta plantillas y público antes de que la calidad baje más.
notice-flagged = Número marcado
notice-flagged-about = Meta marcó el número: la calidad es baja y el límite de mensajes puede bajar si no mejora en siete días. Mientras tanto, el límite no sube.
notice-flagged-advice = Llegar a calidad media o alta antes del séptimo día mantiene el límite. Envía menos, solo a quien lo pidió, y revisa las plantillas que generan bloqueos.
notice-restricted = Número restringido
notice-restricted-about = El número alcanzó el límite de mensajes. Durante 24 horas no puede iniciar conversaciones; todavía puede responder a quien escriba.
notice-restricted-advice = Responde a quien escriba y aplaza los envíos que pueden esperar. En Números y límites se ve cuándo vuelve la capacidad.
notice-limit-down = El límite de mensajes bajó
notice-limit-down-about = Meta bajó el límite de mensajes.
notice-limit-down-advice = Envía primero lo que más importa. Mantener la calidad alta es lo que permite que el límite vuelva a subir.
notice-limit-up = El límite de mensajes subió
notice-limit-up-about = Meta subió el límite de mensajes.
notice-limit-up-advice = No hay nada que hacer. Aumenta los envíos poco a poco y sigue la calidad.
notice-used-80 = 80% del límite en uso
notice-used-80-about = Ya se usó al menos el 80% del límite de las últimas 24 horas.
notice-used-80-advice = Mira en Números y límites cuánto queda y cuándo vuelve la capacidad, antes del próximo envío grande.
notice-used-95 = 95% del límite en uso
notice-used-95-about = Ya se usó al menos el 95% del límite de las últimas 24 horas. Al llegar al límite, el número queda restringido.
notice-used-95-advice = Detén los envíos que pueden esperar. En Números y límites se ve cuándo vuelve la capacidad.
notice-health-worse = La salud empeoró
notice-health-worse-about = Meta informa que el envío está limitado o bloqueado.
notice-health-worse-advice = Mira el error en Estado de salud. Debe tratarse directamente con Meta, responsable de estos datos.
notice-name-decided = Nombre para mostrar revisado
notice-name-decided-about = Meta decidió sobre el nombre para mostrar.
notice-name-decided-advice = Si se aprobó un nombre nuevo, el número debe registrarse de nuevo: el Perfil de WhatsApp dice si y hasta cuándo. Si fue rechazado, pide otro allí, según las reglas de Meta.
notice-token-dying = El acceso a Meta está por vencer
notice-token-dying-about = El token con el que Farol lee los datos en Meta vence pronto. Sin él no se lee nada más.
notice-token-dying-advice = Inicia sesión de nuevo con Facebook en Conexión antes de que venza.
notice-token-dead = Meta ya no acepta el acceso
notice-token-dead-about = Meta rechaza el token con el que Farol lee esta cuenta: no se lee nada nuevo. Los últimos valores siguen a la vista, con la hora en que se leyeron.
notice-token-dead-advice = Inicia sesión de nuevo con Facebook en Conexión, con una persona de la Business Manager que tenga permiso.
notice-permission-lost = Permiso perdido
notice-permission-lost-about = Meta ya no lista un permiso para el token de la cuenta. Sin whatsapp_business_messaging no se envía nada; sin whatsapp_business_management no se lee ni se configura nada.
notice-permission-lost-advice = Conecta la cuenta de nuevo en Conexión, con todos los permisos concedidos; si alguien quitó el permiso en el Business Manager, habla antes con esa persona.
notice-permissions = Permiso que falta: { $names }
notice-disconnected = Desconectado
notice-disconnected-about = Meta ya no responde por esta conexión. Los últimos valores siguen a la vista, con la hora en que se leyeron.
notice-disconnected-advice = Conecta de nuevo en Conexión, con una persona de la Business Manager que tenga permiso.
notice-webhook-deaf = Los webhooks no están llegando
notice-webhook-deaf-about = Una consulta encontró un cambio que un webhook debería haber contado.
notice-webhook-deaf-advice = Comprueba en el panel de la app en Meta la dirección que recibe los webhooks y los campos suscritos. Hasta entonces, Farol se entera de los cambios solo por consultas.
notice-template-paused = Plantilla detenida
notice-template-paused-about = Meta pausó o desactivó la plantilla. Los mensajes que la usan no se envían.
notice-template-paused-advice = Revisa el texto y a quién se envía antes de volver a usarla. Repetir el mismo envío suele llevar a una pausa más larga.
notice-unknown-value = Un valor que Farol no conoce
notice-unknown-value-about = Meta informa un valor que Farol no conoce. Se muestra tal como llegó, sin interpretación.
notice-unknown-value-advice = Mira en la documentación de Meta qué significa el valor. Hasta entonces, revisa el número en el Administrador de WhatsApp.
notice-health-blocked = Envío bloqueado
notice-health-limited = Envío limitado
notice-name-approved = Nombre para mostrar aprobado
notice-name-declined = Nombre para mostrar rechazado

choose-lead = Qué llega por correo, qué queda solo en la app y a qué horas.
choose-title = Cuándo avisar
choose-about = Vale para ti en esta empresa.
choose-follows = Sigues el valor predeterminado de la empresa.
choose-own = Tienes elecciones propias; en lo que no cambiaste vale el valor predeterminado de la empresa.
choose-locked = Los avisos de bloqueo en la app no se pueden desactivar.
choose-event = Acontecimiento
channel-mail = Correo
channel-app = En la app
rule-label = { $kind }: { $channel }
choose-save = Guardar
choose-reset = Usar el valor predeterminado de la empresa
choose-default-title = Valor predeterminado de la empresa
choose-default-about = Vale para quien no eligió otra cosa. Solo propietarios y administradores lo cambian.
choose-default-save = Guardar el valor predeterminado
choose-saved = Guardado.
choose-saved-next = Vale a partir del próximo aviso.

times-title = Horarios de los correos
times-about = La campana y la lista de avisos no esperan. Los horarios son de la zona { $zone }.
times-quiet = Horas de silencio
times-quiet-about = En esas horas los correos esperan hasta que terminen. Los urgentes no esperan: { $kinds }.
times-from = Desde
times-to = Hasta
times-digest = Resumen diario
times-digest-about = Los avisos que no son urgentes van en un solo correo al día.
times-digest-at = A las
times-mute = Pausar los correos hasta
times-mute-about = Vacío: sin pausa. En la pausa no sale ningún correo, ni urgente; los avisos siguen en la app.
times-muted = Los correos están en pausa hasta el { $when }.
times-save = Guardar horarios
times-wrong = No se guardó nada.
times-wrong-clock = Escribe la hora como 22:00.
times-wrong-same = El inicio y el fin del silencio son iguales: elige horas distintas.
times-wrong-past = La fecha de la pausa ya pasó: elige una en el futuro.
times-wrong-date = Escribe la fecha y la hora como 2026-01-31T08:00.

log-title = Registro de envíos
log-about = Cada correo de aviso: cuándo, a quién y qué respondió el servidor.
log-none = Todavía no hay correos
log-none-next = Cuando se envíe un aviso, aparece aquí con la respuesta del servidor.
log-when = Cuándo
log-notice = Aviso
log-channel = Canal
log-recipient = Destino
log-result = Resultado
log-test = Correo de prueba
log-several = { $n ->
    [one] { $count } aviso
   *[other] { $count } avisos
}
log-waiting = En cola para el { $when }
log-retry = No salió; nuevo intento el { $when }
log-sent = Aceptado por el servidor
log-refused = Rechazado por el servidor
log-given-up = No se envió: no quedan intentos
log-dropped = No se envió: los correos estaban en pausa, o ya no era para esta persona
log-merged = Salió en un resumen
log-test-failed = La prueba falló y no se repite
log-test-unanswered = Sin respuesta: la prueba está en curso o se interrumpió
log-tries = { $n ->
    [one] { $count } intento
   *[other] { $count } intentos
}
log-answered = El servidor respondió:
log-hindered = Qué lo impidió:

test-title = Correo de prueba
test-about = Va a { $email } y muestra qué respondió el servidor de correo.
test-send = Enviar un correo de prueba
test-sent = El servidor aceptó el correo de prueba.
test-sent-next = Si no llega a { $email }, revisa la carpeta de spam.
test-refused = El servidor rechazó el correo de prueba.
test-refused-next = Se llegó al servidor; su respuesta dice qué corregir en la configuración de correo.
test-unreachable = El servidor de correo no respondió.
test-unreachable-next = Comprueba dirección, puerto y TLS en la configuración de correo. Los avisos esperan en cola y salen cuando responda.
test-unprotected = La conexión con el servidor de correo no pudo protegerse.
test-unprotected-next = No se envió nada. Comprueba nombre, puerto y TLS en la configuración de correo, y el certificado del servidor. Los avisos esperan en cola y salen cuando la conexión sea segura.
test-too-many = Demasiadas pruebas.
test-too-many-next = Espera { $wait } y vuelve a intentarlo.
no-smtp = No hay ningún servidor de correo configurado.
no-smtp-next = Los avisos aparecen en la app y no sale ningún correo. Quien administra la instalación define el servidor:
