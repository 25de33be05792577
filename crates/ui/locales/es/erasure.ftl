# Borrar datos.

tab-erasure = Borrar datos
erasure-lead = Borra de Farol a una persona que lo pidió, a alguien que usa esta consola o la empresa entera. No se puede deshacer.
erasure-goes = Qué sale
erasure-stays = Qué queda

erase-user = Borrar a un usuario de WhatsApp
erase-user-lead = Alguien que habló con los números de esta empresa y pidió ser olvidado.
erase-user-goes = Mensajes, nombre, el número en todas sus grafías y otros identificadores de esta persona, en el registro, en la bandeja de entrada, en los archivos de log de la base y en la memoria. El noveno dígito no importa.
erase-user-stays = Los totales por hora, que no dicen de quién son, y los mensajes de otras personas. Lo que ya está en Meta o en el teléfono no cambia, y un mensaje nuevo de esta persona entra como cualquier otro. Las copias de seguridad antiguas se borran de nuevo al restaurarlas con el registro de borrados, que está junto a ellas y en la carpeta de datos.
erase-user-id = Número de teléfono o identificador
erase-user-hint = Con el código del país, como +55 11 98765-4321; o el identificador de Meta, como BR.13491208655302741918.
erase-user-again = Repite el número o el identificador
erase-user-do = Borrar a este usuario

erase-person = Borrar a una persona de la consola
erase-person-lead = Alguien que entra en Farol y ya no va a entrar. Quien fue invitado y nunca entró se quita en Personas, al revocar la invitación.
erase-person-goes = Nombre, correo, contraseña, sesiones, enlaces, invitaciones, correos enviados y preferencias de avisos.
erase-person-stays = El registro de auditoría, con un identificador en lugar del nombre. El correo queda libre para una nueva invitación.
erase-person-id = Persona
erase-person-again = Escribe su nombre
erase-person-do = Borrar a esta persona

erase-tenant = Borrar { $tenant }
erase-tenant-lead = Todo lo que Farol guarda de esta empresa. Las claves que protegen sus secretos se destruyen primero.
erase-tenant-goes = Cuentas, números, historial, avisos, mensajes, tokens y las personas que solo están en esta empresa.
erase-tenant-at-meta = Qué se deshace en Meta
erase-tenant-no-accounts = Nada: no hay ninguna cuenta conectada.
erase-tenant-accounts = Farol cancela la suscripción de webhooks de estas cuentas y descarta sus tokens. Los números siguen funcionando; para quitar también el permiso de la aplicación, el dueño de la cuenta la elimina en la configuración del negocio en Meta.
erase-tenant-stays = El registro de auditoría y el registro de que fue borrada, solo con identificadores.
erase-tenant-again = Escribe { $tenant } para confirmar
erase-tenant-do = Borrar la empresa

erasures = Pedidos
erasures-lead = Lo que ya se pidió en esta empresa. De quién era, nadie lo sabe ya.
erasures-none = Ningún pedido todavía.
erasure-whom = Qué se borró
erasure-when = Pedido el
erasure-by = Por
erasure-state = Estado
erasure-outcome = Qué salió
erasure-of-user = Usuario de WhatsApp
erasure-of-person = Persona de la consola
erasure-of-tenant = Empresa
erasure-of-facebook-user = Persona de Facebook
erasure-of-keys = Claves de la empresa
erasure-done = Terminado el { $when }
erasure-under-way = En curso
erasure-bodies = { $n ->
    [one] { $count } webhook reescrito
   *[other] { $count } webhooks reescritos
}
erasure-messages = { $n ->
    [one] { $count } mensaje enviado
   *[other] { $count } mensajes enviados
}
erasure-written = { $n ->
    [one] { $count } mensaje recibido
   *[other] { $count } mensajes recibidos
}
erasure-rows = { $n ->
    [one] { $count } otra fila
   *[other] { $count } otras filas
}
erasure-unsubscribed = { $n ->
    [one] { $count } cuenta sin webhooks en Meta
   *[other] { $count } cuentas sin webhooks en Meta
}
erasure-still-subscribed = { $n ->
    [one] { $count } cuenta que Meta no dejó cancelar
   *[other] { $count } cuentas que Meta no dejó cancelar
}
erasure-nothing = No se encontró nada

erasure-asked = El pedido quedó anotado y se está haciendo.
erasure-asked-next = Guarda esta dirección: dice si ya terminó y puede darse a quien lo pidió. Farol no la muestra de nuevo.
erasure-no-id = Esto no es un número ni un identificador.
erasure-no-id-next = No se borró nada. Escribe el número con el código del país o copia el identificador entero.
erasure-differs = La confirmación no coincide.
erasure-differs-number = No se borró nada. Escribe el mismo número las dos veces.
erasure-differs-name = No se borró nada. Escribe el nombre exactamente como aparece.
erasure-own-number = Este número es de la propia empresa.
erasure-own-number-next = No se borró nada. Un número conectado sale con la empresa, no como cliente suyo.
erasure-elsewhere = Esta persona también está en otra empresa o responde por la instalación.
erasure-elsewhere-next = No se borró nada. Quita su participación aquí, en Personas, o pídelo a quien responde por la instalación.

erasure-status = Pedido de eliminación de datos
erasure-is-done = Los datos se borraron.
erasure-is-done-at = Terminado el { $day } { $month } { $year }, { $time } ({ $zone }).
erasure-is-under-way = El pedido se recibió y se está haciendo.
erasure-is-under-way-next = Suele tardar unos minutos. Vuelve a esta dirección para comprobarlo.
erasure-status-about = Esta página solo muestra el estado del pedido. No guarda ni muestra de quién es.
