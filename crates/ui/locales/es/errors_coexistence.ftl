# Meta's errors. Coexistence.

meta-error-100-2593107-what = Esta sincronización ya se pidió.
meta-error-100-2593107-means = Los contactos y el historial de la aplicación se pueden pedir una vez cada uno, después de conectar.
meta-error-100-2593107-steps =
    No hace falta actuar: los datos llegan por webhook de la primera petición.

meta-error-100-2593108-what = El plazo para sincronizar pasó.
meta-error-100-2593108-means = Los contactos y el historial solo se pueden pedir en las 24 horas tras conectar. Las conversaciones nuevas llegan con normalidad.
meta-error-100-2593108-steps =
    Si el historial hace falta, desconecta desde la aplicación WhatsApp Business y conecta de nuevo.

meta-error-100-2593109-what = El cliente no compartió el historial.
meta-error-100-2593109-means = Al conectar la aplicación, la persona eligió no compartir las conversaciones anteriores. La conexión funciona.
meta-error-100-2593109-steps =
    No hace falta actuar. Si fue un error, hay que conectar de nuevo.

meta-error-131060-what = Un dispositivo vinculado no admite este mensaje.
meta-error-131060-means = En coexistencia, un dispositivo vinculado que Meta no admite envió o recibió el mensaje; el contenido no llega por la API.
meta-error-131060-steps =
    Mira el mensaje en la aplicación WhatsApp Business del teléfono principal.
    Desvincula el dispositivo no admitido, si no hace falta.
