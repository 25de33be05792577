# Meta's errors. Meta's own trouble.

meta-error-1-what = Meta tuvo un error que no explica.
meta-error-1-means = El error es de Meta o de la dirección llamada. Si era un envío, puede haberse hecho o no.
meta-error-1-steps =
    Lecturas: no hace falta actuar, Farol vuelve a intentarlo.
    Envíos: espera el estado por webhook antes de repetir, para no enviar dos veces.

meta-error-2-what = El servicio de Meta está caído o sobrecargado.
meta-error-2-means = Es pasajero y no depende de tu cuenta.
meta-error-2-steps =
    No hace falta actuar: Farol vuelve a intentarlo con intervalos mayores.
    Si dura horas, no cambies nada en la cuenta: trátalo con Meta.

meta-error-131000-what = Meta no envió el mensaje, por un error que no explica.
meta-error-131000-means = Algo falló en Meta. El mensaje no se entregó.
meta-error-131000-steps =
    Envía de nuevo después de unos minutos.
    Si falla siempre con el mismo destinatario o plantilla, abre un caso con Meta e indica el fbtrace_id.

meta-error-131016-what = Un servicio de Meta no está disponible.
meta-error-131016-means = Es pasajero y no depende de tu cuenta.
meta-error-131016-steps =
    Envía de nuevo más tarde, con intervalos crecientes.
    Lecturas: Farol vuelve a intentarlo solo.

meta-error-135000-what = Meta rechazó el mensaje sin decir el motivo.
meta-error-135000-means = Es un error genérico; el campo details de la respuesta es la única pista.
meta-error-135000-steps =
    Lee el details y compara el mensaje con uno que funciona.
    Si nada difiere, abre un caso con Meta e indica el fbtrace_id.
