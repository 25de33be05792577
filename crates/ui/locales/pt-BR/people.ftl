# Pessoas, Empresas, convites e senhas esquecidas.

tab-settings = Sua conta
tab-people = Pessoas
tab-audit = Registro de auditoria
tab-tenants = Empresas
session-place = De onde

people-lead = Quem participa desta empresa no Farol, e com que papel.
people-actions = Ações
people-self = você
people-last-owner = Único proprietário: antes de sair ou mudar de papel, torne outra pessoa proprietária.
people-remove = Remover
people-leave = Sair da empresa
people-remove-about = { $name } deixa de ver esta empresa agora mesmo. O que a pessoa fez continua no registro.
people-leave-about = Você, { $name }, deixa de ver esta empresa agora mesmo. Só um proprietário pode convidar você de novo.
members = Participantes
members-lead = Um papel novo vale a partir da próxima página que a pessoa abrir.
role-of = Papel de { $name }
role-change = Salvar
role-changed = Papel alterado.
role-changed-next = Ele já vale.
member-removed = A pessoa não participa mais desta empresa.
member-removed-next = As sessões dela aqui terminaram, e os convites que ela fez não valem mais.
last-owner = Esta empresa ficaria sem proprietário.
last-owner-next = Nada foi alterado. Torne outra pessoa proprietária antes.
last-answering = A instalação ficaria sem quem responda por ela.
last-answering-next = Nada foi alterado. Quem administra o servidor nomeia antes outra pessoa, com farol user add --owner.
roles-about = O que cada papel pode fazer

invite = Convidar
invite-lead-mail = O Farol envia um link que vale uma vez, por 7 dias.
invite-lead-copy = O Farol mostra um link que vale uma vez, por 7 dias. Entregue-o você mesmo: não há servidor de e-mail configurado.
invite-send = Convidar
invited = { $email } foi convidado.
link-mailed = O servidor de e-mail aceitou o link para { $email }.
link-shown = Copie o link e entregue a { $email }. Ele não será mostrado de novo.
link-not-mailed = O servidor de e-mail não aceitou a mensagem. Copie o link e entregue a { $email }; ele não será mostrado de novo.
link-copy = Link do convite
no-address = Este endereço de e-mail não pode existir.
no-address-next = Nada foi enviado. Confira e tente de novo.
already-member = Esta pessoa já participa da empresa.
already-member-next = Nada foi enviado. Mude o papel dela na lista abaixo.
invitations = Convites em aberto
invitations-lead = Um link novo substitui o anterior.
invitation-link = Link
invitation-by = Convite de { $name }
invitation-mailed = enviado em { $when }
invitation-shown = mostrado para copiar
invitation-until = vale até { $when }
invitation-ended = venceu em { $when }
invitation-renew = Novo link
invitation-revoke = Revogar
invitation-revoked = Convite revogado.
invitation-revoked-next = O link dele não vale mais, e o endereço saiu do Farol.

tenants-lead = As empresas desta instalação. Cada uma só vê o que é seu; quem administra a instalação vê aqui apenas quanto há.
tenants-about = Quem é proprietário convida as outras pessoas da própria empresa.
tenant-add = Nova empresa
tenant-add-lead-mail = O Farol envia ao primeiro proprietário um link que vale uma vez, por 7 dias.
tenant-add-lead-copy = O Farol mostra um link para o primeiro proprietário, que vale uma vez, por 7 dias. Entregue-o você mesmo.
tenant-add-do = Criar empresa
tenant-owner-email = E-mail do primeiro proprietário
tenant-added = A empresa foi criada, e { $email } foi convidado.
tenant-no-name = A empresa precisa de um nome.
tenant-no-name-next = { $n ->
    [one] Ele pode ter até { $count } caractere. Nada foi criado.
   *[other] Ele pode ter até { $count } caracteres. Nada foi criado.
}
tenant-has-owner = Esta empresa já tem proprietário.
tenant-has-owner-next = Nada foi enviado. Quem é proprietário convida as outras pessoas.
tenant-created = Criada
tenant-people = Pessoas
tenant-accounts = Contas conectadas
tenant-owned = tem proprietário
tenant-unowned = ainda sem proprietário
tenant-invited = { $email }: o link vale até { $when }
tenant-invite-owner = Convidar
tenant-owner-of = E-mail de quem será proprietário de { $name }

invited-title = Convite para { $tenant }
invited-by = { $name } convidou você a participar de { $tenant } no Farol.
invited-by-nobody = Você foi convidado a participar de { $tenant } no Farol.
accept = Aceitar
accept-join = Criar conta e aceitar
accept-join-about = O link vale uma vez. Depois, entre com este e-mail e a sua senha.
accept-known = Este e-mail já tem conta no Farol. Escreva a senha dela para aceitar.
accept-wrong = A senha não confere.
accept-wrong-next = Confira e tente de novo. Depois de várias tentativas há uma pausa.
accept-other = Você está na conta de { $name }.
accept-other-next = O convite é de outro e-mail. Saia e abra o link de novo.
accept-sign-in = Esta conta ainda não tem senha.
accept-sign-in-next = Entre pelo link que você recebeu, e abra este convite de novo.
name-missing = Escreva o seu nome.
name-missing-next = { $n ->
    [one] Ele pode ter até { $count } caractere.
   *[other] Ele pode ter até { $count } caracteres.
}

login-password-set = Senha definida.
login-password-set-next = Entre com ela. As sessões que estavam abertas terminaram.
forgot-link = Esqueci a senha
forgot-title = Esqueci a senha
forgot-lead = O Farol envia por e-mail um link para definir outra. Ele vale uma vez, por 30 minutos.
forgot-send = Enviar o link
forgot-asked = Pedido recebido.
forgot-asked-next = Se este e-mail tem conta aqui, o link chega em instantes. Veja também a caixa de spam.
forgot-back = Voltar para Entrar
forgot-again = Pedir outro link
reset-title = Nova senha
reset-first = Sua senha
reset-lead = Para a conta { $email }. As sessões abertas terminam.
link-gone = Este link não vale mais
link-gone-invitation = Ele já foi usado, venceu ou foi revogado. Peça outro a quem convidou você.
link-gone-password = Ele já foi usado, venceu ou foi substituído por outro.
link-gone-password-no-mail = Ele já foi usado, venceu ou foi substituído. Peça outro a quem administra a instalação.
forbidden-role = Seu papel em { $tenant } é { $role }.
forbidden-ask = Peça acesso a { $names }.
forbidden-installation = Só quem administra a instalação pode abrir esta página.

mail-hello-nobody = Olá.
mail-link-until = O link vale uma vez, até { $when }.
mail-invite-title = Convite para { $tenant } no Farol
mail-invite-text = { $name } convidou você a participar de { $tenant } como { $role }. { $about }
mail-invite-go = Ver o convite
mail-invite-why = Você recebe este e-mail porque { $name } escreveu o seu endereço no convite. Se não conhece essa pessoa, ignore a mensagem: sem o link nada acontece.
mail-reset-title = Nova senha do Farol
mail-reset-text = Alguém pediu uma nova senha para a sua conta. Enquanto você não definir outra, a senha atual continua valendo.
mail-reset-go = Definir nova senha
mail-reset-why = Você recebe este e-mail porque o seu endereço foi escrito em “Esqueci a senha”. Se não foi você, ignore a mensagem.
