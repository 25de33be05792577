# Mails: a notice, several, the digest, a test. HTML and text are worded by the same keys.

mail-hello = Olá, { $name }.
mail-subject = { $name }: { $what } · { $tenant }
mail-subject-several = { $n ->
    [one] { $count } aviso em { $tenant }: { $first }
   *[other] { $count } avisos em { $tenant }: { $first } e outros
}
mail-subject-digest = { $n ->
    [one] Resumo de { $tenant }: { $count } aviso
   *[other] Resumo de { $tenant }: { $count } avisos
}
mail-subject-test = E-mail de teste do Farol · { $tenant }
mail-waited = Enquanto os e-mails esperavam, houve isto:
mail-late = O servidor de e-mail não esteve disponível. Enquanto isso, houve o que já passou ou tem mais de um dia:
mail-digest = Isto pede a sua atenção ou mudou desde o último resumo:
mail-change = O que mudou
mail-since = Desde
mail-how = Como o Farol soube
mail-resolved = Já se resolveu
mail-meta = O que a Meta disse
mail-advice = O que fazer
mail-open-all = Ver os avisos no Farol
mail-moment = { $day } { $month } { $year }, { $time } ({ $zone })
mail-why = Você recebe este e-mail porque avisos de “{ $what }” estão ligados para você em { $tenant }.
mail-why-several = Você recebe este e-mail porque estes avisos estão ligados para você em { $tenant }.
mail-why-test = Você recebe este e-mail porque pediu um teste em { $tenant }.
mail-where = Mude quando avisar em
mail-replica = O Farol repete o que a Meta informa, sem interpretar; o que ele mesmo calcula vem marcado como cálculo.
mail-test-title = O envio de e-mails funciona
mail-test-text = O Farol enviou este e-mail pelo servidor configurado. Avisos chegarão assim.
