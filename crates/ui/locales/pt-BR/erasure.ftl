# Apagar dados.

tab-erasure = Apagar dados
erasure-lead = Apague do Farol uma pessoa que pediu, alguém que usa este console ou a empresa inteira. Não dá para desfazer.
erasure-goes = O que sai
erasure-stays = O que fica

erase-user = Apagar um usuário do WhatsApp
erase-user-lead = Alguém que conversou com os números desta empresa e pediu para ser esquecido.
erase-user-goes = Mensagens, nome, número em todas as grafias e outros identificadores desta pessoa, no registro, nas caixas de entrada, nos arquivos de log do banco e na memória. O nono dígito não importa.
erase-user-stays = Os totais por hora, que não dizem de quem são, e as mensagens de outras pessoas. O que já está na Meta ou no celular não muda, e uma mensagem nova desta pessoa entra como qualquer outra. Cópias de segurança antigas são apagadas de novo quando restauradas com o registro de exclusões que fica ao lado delas e na pasta de dados.
erase-user-id = Número de telefone ou identificador
erase-user-hint = Com o código do país, como +55 11 98765-4321; ou o identificador da Meta, como BR.13491208655302741918.
erase-user-again = Repita o número ou o identificador
erase-user-do = Apagar este usuário

erase-person = Apagar uma pessoa do console
erase-person-lead = Alguém que entra no Farol e não vai mais entrar. Quem foi convidado e nunca entrou sai em Pessoas, ao revogar o convite.
erase-person-goes = Nome, e-mail, senha, sessões, links, convites, e-mails enviados e escolhas de aviso.
erase-person-stays = O registro de auditoria, com um identificador no lugar do nome. O e-mail fica livre para um novo convite.
erase-person-id = Pessoa
erase-person-again = Digite o nome dela
erase-person-do = Apagar esta pessoa

erase-tenant = Apagar { $tenant }
erase-tenant-lead = Tudo o que o Farol guarda desta empresa. As chaves que protegem os segredos dela são destruídas primeiro.
erase-tenant-goes = Contas, números, histórico, avisos, mensagens, tokens e as pessoas que só participam desta empresa.
erase-tenant-at-meta = O que se desfaz na Meta
erase-tenant-no-accounts = Nada: nenhuma conta está conectada.
erase-tenant-accounts = O Farol cancela a assinatura de webhooks destas contas e descarta os tokens. Os números continuam funcionando; para tirar também a permissão do aplicativo, o dono da conta o remove nas configurações da empresa na Meta.
erase-tenant-stays = O registro de auditoria e o registro de que foi apagada, só com identificadores.
erase-tenant-again = Digite { $tenant } para confirmar
erase-tenant-do = Apagar a empresa

erasures = Pedidos
erasures-lead = O que já foi pedido nesta empresa. De quem era, ninguém sabe mais.
erasures-none = Nenhum pedido ainda.
erasure-whom = O que foi apagado
erasure-when = Pedido em
erasure-by = Por
erasure-state = Situação
erasure-outcome = O que saiu
erasure-of-user = Usuário do WhatsApp
erasure-of-person = Pessoa do console
erasure-of-tenant = Empresa
erasure-of-facebook-user = Pessoa do Facebook
erasure-of-keys = Chaves da empresa
erasure-done = Concluído em { $when }
erasure-under-way = Em andamento
erasure-bodies = { $n ->
    [one] { $count } webhook reescrito
   *[other] { $count } webhooks reescritos
}
erasure-messages = { $n ->
    [one] { $count } mensagem enviada
   *[other] { $count } mensagens enviadas
}
erasure-written = { $n ->
    [one] { $count } mensagem recebida
   *[other] { $count } mensagens recebidas
}
erasure-rows = { $n ->
    [one] { $count } outra linha
   *[other] { $count } outras linhas
}
erasure-unsubscribed = { $n ->
    [one] { $count } conta sem webhooks na Meta
   *[other] { $count } contas sem webhooks na Meta
}
erasure-still-subscribed = { $n ->
    [one] { $count } conta que a Meta não deixou cancelar
   *[other] { $count } contas que a Meta não deixou cancelar
}
erasure-nothing = Nada foi encontrado

erasure-asked = O pedido foi anotado e está sendo feito.
erasure-asked-next = Guarde este endereço: ele diz se já terminou, e pode ser dado a quem pediu. O Farol não o mostra de novo.
erasure-no-id = Isto não é um número nem um identificador.
erasure-no-id-next = Nada foi apagado. Escreva o número com o código do país ou copie o identificador inteiro.
erasure-differs = A confirmação não confere.
erasure-differs-number = Nada foi apagado. Escreva o mesmo número nas duas vezes.
erasure-differs-name = Nada foi apagado. Escreva o nome exatamente como aparece.
erasure-own-number = Este número é da própria empresa.
erasure-own-number-next = Nada foi apagado. Um número conectado sai com a empresa, não como cliente dela.
erasure-elsewhere = Esta pessoa também participa de outra empresa ou responde pela instalação.
erasure-elsewhere-next = Nada foi apagado. Remova a participação dela aqui, em Pessoas, ou peça a quem responde pela instalação.

erasure-status = Pedido de exclusão de dados
erasure-is-done = Os dados foram apagados.
erasure-is-done-at = Concluído em { $day } { $month } { $year }, { $time } ({ $zone }).
erasure-is-under-way = O pedido foi recebido e está sendo feito.
erasure-is-under-way-next = Costuma levar alguns minutos. Volte a este endereço para conferir.
erasure-status-about = Esta página só mostra a situação do pedido. Não guarda nem mostra de quem é.
