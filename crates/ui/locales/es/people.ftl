# Personas, empresas, invitaciones y contraseñas olvidadas.

tab-settings = Tu cuenta
tab-people = Personas
tab-audit = Registro de auditoría
tab-tenants = Empresas
session-place = Desde

people-lead = Quién participa en esta empresa en Farol, y con qué rol.
people-actions = Acciones
people-self = tú
people-last-owner = Único propietario: antes de salir o cambiar de rol, haz propietaria a otra persona.
people-remove = Quitar
people-leave = Salir de la empresa
people-remove-about = { $name } deja de ver esta empresa ahora mismo. Lo que hizo sigue en el registro.
people-leave-about = Tú, { $name }, dejas de ver esta empresa ahora mismo. Solo un propietario puede invitarte de nuevo.
members = Participantes
members-lead = Un rol nuevo vale desde la próxima página que la persona abra.
role-of = Rol de { $name }
role-change = Guardar
role-changed = Rol cambiado.
role-changed-next = Ya vale.
member-removed = La persona ya no participa en esta empresa.
member-removed-next = Sus sesiones aquí terminaron, y las invitaciones que hizo ya no valen.
last-owner = Esta empresa se quedaría sin propietario.
last-owner-next = No se cambió nada. Haz propietaria a otra persona antes.
last-answering = La instalación se quedaría sin quien responda por ella.
last-answering-next = No se cambió nada. Quien administra el servidor nombra antes a otra persona, con farol user add --owner.
roles-about = Qué puede hacer cada rol

invite = Invitar
invite-lead-mail = Farol envía un enlace que vale una vez, por 7 días.
invite-lead-copy = Farol muestra un enlace que vale una vez, por 7 días. Entrégalo tú: no hay servidor de correo configurado.
invite-send = Invitar
invited = { $email } tiene una invitación.
link-mailed = El servidor de correo aceptó el enlace para { $email }.
link-shown = Copia el enlace y entrégalo a { $email }. No se mostrará de nuevo.
link-not-mailed = El servidor de correo no aceptó el mensaje. Copia el enlace y entrégalo a { $email }; no se mostrará de nuevo.
link-copy = Enlace de la invitación
no-address = Esta dirección de correo no puede existir.
no-address-next = No se envió nada. Revísala e inténtalo de nuevo.
already-member = Esta persona ya participa en la empresa.
already-member-next = No se envió nada. Cambia su rol en la lista de abajo.
invitations = Invitaciones abiertas
invitations-lead = Un enlace nuevo sustituye al anterior.
invitation-link = Enlace
invitation-by = Invitación de { $name }
invitation-mailed = enviado el { $when }
invitation-shown = mostrado para copiar
invitation-until = vale hasta el { $when }
invitation-ended = venció el { $when }
invitation-renew = Nuevo enlace
invitation-revoke = Revocar
invitation-revoked = Invitación revocada.
invitation-revoked-next = Su enlace ya no vale, y la dirección salió de Farol.

tenants-lead = Las empresas de esta instalación. Cada una solo ve lo suyo; quien administra la instalación ve aquí solo cuánto hay.
tenants-about = Quien es propietario invita a las demás personas de su empresa.
tenant-add = Nueva empresa
tenant-add-lead-mail = Farol envía al primer propietario un enlace que vale una vez, por 7 días.
tenant-add-lead-copy = Farol muestra un enlace para el primer propietario, que vale una vez, por 7 días. Entrégalo tú.
tenant-add-do = Crear empresa
tenant-owner-email = Correo del primer propietario
tenant-added = La empresa fue creada, y { $email } tiene una invitación.
tenant-no-name = La empresa necesita un nombre.
tenant-no-name-next = { $n ->
    [one] Puede tener hasta { $count } carácter. No se creó nada.
   *[other] Puede tener hasta { $count } caracteres. No se creó nada.
}
tenant-has-owner = Esta empresa ya tiene propietario.
tenant-has-owner-next = No se envió nada. Quien es propietario invita a las demás personas.
tenant-created = Creada
tenant-people = Personas
tenant-accounts = Cuentas conectadas
tenant-owned = tiene propietario
tenant-unowned = aún sin propietario
tenant-invited = { $email }: el enlace vale hasta el { $when }
tenant-invite-owner = Invitar
tenant-owner-of = Correo de quien será propietario de { $name }

invited-title = Invitación a { $tenant }
invited-by = { $name } te invitó a participar en { $tenant } en Farol.
invited-by-nobody = Tienes una invitación para participar en { $tenant } en Farol.
accept = Aceptar
accept-join = Crear cuenta y aceptar
accept-join-about = El enlace vale una vez. Después, entra con este correo y tu contraseña.
accept-known = Este correo ya tiene cuenta en Farol. Escribe su contraseña para aceptar.
accept-wrong = La contraseña no es correcta.
accept-wrong-next = Revísala e inténtalo de nuevo. Tras varios intentos hay una pausa.
accept-other = Estás en la cuenta de { $name }.
accept-other-next = La invitación es de otro correo. Sal y abre el enlace de nuevo.
accept-sign-in = Esta cuenta aún no tiene contraseña.
accept-sign-in-next = Entra por el enlace que recibiste, y abre esta invitación de nuevo.
name-missing = Escribe tu nombre.
name-missing-next = { $n ->
    [one] Puede tener hasta { $count } carácter.
   *[other] Puede tener hasta { $count } caracteres.
}

login-password-set = Contraseña definida.
login-password-set-next = Entra con ella. Las sesiones que estaban abiertas terminaron.
forgot-link = Olvidé mi contraseña
forgot-title = Olvidé mi contraseña
forgot-lead = Farol envía por correo un enlace para definir otra. Vale una vez, por 30 minutos.
forgot-send = Enviar el enlace
forgot-asked = Solicitud recibida.
forgot-asked-next = Si este correo tiene cuenta aquí, el enlace llega en un momento. Mira también en el spam.
forgot-back = Volver a Entrar
forgot-again = Pedir otro enlace
reset-title = Nueva contraseña
reset-first = Tu contraseña
reset-lead = Para la cuenta { $email }. Las sesiones abiertas terminan.
link-gone = Este enlace ya no vale
link-gone-invitation = Ya fue usado, venció o fue revocado. Pide otro a quien te invitó.
link-gone-password = Ya fue usado, venció o fue sustituido por otro.
link-gone-password-no-mail = Ya fue usado, venció o fue sustituido. Pide otro a quien administra la instalación.
forbidden-role = Tu rol en { $tenant } es { $role }.
forbidden-ask = Pide acceso a { $names }.
forbidden-installation = Solo quien administra la instalación puede abrir esta página.

mail-hello-nobody = Hola.
mail-link-until = El enlace vale una vez, hasta el { $when }.
mail-invite-title = Invitación a { $tenant } en Farol
mail-invite-text = { $name } te invitó a participar en { $tenant } como { $role }. { $about }
mail-invite-go = Ver la invitación
mail-invite-why = Recibes este correo porque { $name } escribió tu dirección en la invitación. Si no conoces a esa persona, ignora el mensaje: sin el enlace no pasa nada.
mail-reset-title = Nueva contraseña de Farol
mail-reset-text = Alguien pidió una nueva contraseña para tu cuenta. Mientras no definas otra, la actual sigue valiendo.
mail-reset-go = Definir nueva contraseña
mail-reset-why = Recibes este correo porque tu dirección se escribió en “Olvidé mi contraseña”. Si no fuiste tú, ignora el mensaje.
