# Mails: a notice, several, the digest, a test. HTML and text are worded by the same keys.

mail-hello = Hola, { $name }:
mail-subject = { $name }: { $what } · { $tenant }
mail-subject-several = { $n ->
    [one] { $count } aviso en { $tenant }: { $first }
   *[other] { $count } avisos en { $tenant }: { $first } y otros
}
mail-subject-digest = { $n ->
    [one] Resumen de { $tenant }: { $count } aviso
   *[other] Resumen de { $tenant }: { $count } avisos
}
mail-subject-test = Correo de prueba de Farol · { $tenant }
mail-waited = Mientras los correos esperaban, pasó esto:
mail-late = El servidor de correo no estuvo disponible. Mientras tanto pasó esto, que ya terminó o tiene más de un día:
mail-digest = Esto pide tu atención o cambió desde el último resumen:
mail-change = Qué cambió
mail-since = Desde
mail-how = Cómo se enteró Farol
mail-resolved = Ya se resolvió
mail-meta = Qué dijo Meta
mail-advice = Qué hacer
mail-open-all = Ver los avisos en Farol
mail-moment = { $day } { $month } { $year }, { $time } ({ $zone })
mail-why = Recibes este correo porque los avisos de “{ $what }” están activados para ti en { $tenant }.
mail-why-several = Recibes este correo porque estos avisos están activados para ti en { $tenant }.
mail-why-test = Recibes este correo porque pediste una prueba en { $tenant }.
mail-where = Cambia cuándo avisar en
mail-replica = Farol repite lo que Meta informa, sin interpretarlo; lo que él mismo calcula viene marcado como cálculo.
mail-test-title = El envío de correos funciona
mail-test-text = Farol envió este correo por el servidor configurado. Los avisos llegarán así.
