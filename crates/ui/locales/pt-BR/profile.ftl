# Perfil do WhatsApp: the form, its limits, what becomes of a save, the drawing, Meta's lines of business.

profile-lead = O que as pessoas veem ao abrir o perfil deste número. Ao salvar, o Farol grava na Meta e confere de volta.
profile-number = Número
profile-show = Ver perfil
profile-none-next = Conecte um número para ver e editar o que os seus contatos veem.

profile-identity = Identidade
profile-contact = Contato
profile-photo = Foto de perfil
profile-photo-of = Foto de perfil de { $name }
profile-photo-about = A foto que a Meta tem para este número.
profile-no-photo = Sem foto
profile-name-hint = A troca passa por nova análise da Meta.
profile-about = Recado
profile-about-hint = O status do perfil: a linha sob o nome. Não pode ficar vazio; a Meta não aceita.
profile-description = Descrição
profile-vertical = Segmento
profile-email = E-mail
profile-address = Endereço
profile-websites = Links
profile-websites-hint = Até dois, começando com https:// ou http://.
profile-website = Link { $nth }
profile-count = { $length } de { $limit }

profile-fault-empty = O recado não pode ficar vazio.
profile-fault-long = Tem { $length } caracteres; a Meta aceita até { $limit }.
profile-fault-email = Escreva um endereço de e-mail, como nome@empresa.example.
profile-fault-link = Comece com https:// ou http:// e não use espaços.
profile-fault-links = A Meta aceita até dois links.
profile-fault-vertical = A Meta não aceita este segmento. Escolha um da lista.

profile-not-this-role = Seu papel nesta conta permite ver o perfil, não alterar.
profile-not-this-role-next = Quem é proprietário, administrador ou operador desta conta pode alterar.
profile-kept-in-app = O perfil deste número é mantido no app WhatsApp Business.
profile-kept-in-app-next = O número também é usado no app (coexistência), e por aqui o perfil só pode ser visto. Altere no app.
profile-never-read = O perfil deste número ainda não foi lido.
profile-never-read-next = A edição abre depois da primeira leitura: sem ela, o Farol não sabe o que seria substituído.

profile-saved = Salvo na Meta e conferido de volta
profile-accepted = A Meta aceitou a gravação
profile-accepted-next = A conferência de volta ainda não chegou. O Farol lê o perfil de novo e mostra aqui o que a Meta tiver.
profile-faults = { $n ->
    [one] { $count } campo a corrigir
   *[other] { $count } campos a corrigir
}
profile-faults-next = Nada foi gravado. O que você digitou está no formulário.
profile-moved = O perfil mudou na Meta enquanto você editava
profile-moved-next = O que você digitou continua no formulário. Ao salvar, o Farol compara com a Meta antes de gravar.
profile-moved-show = Ver quais campos
profile-conflict-next = Nada foi gravado. Nos campos abaixo está o seu texto e, junto dele, o que a Meta tem agora. Salvar de novo grava o seu; para ficar com o outro, use o botão do campo.
number-busy = Outra alteração deste número está em andamento
number-busy-next = Nada foi enviado à Meta. Tente de novo em instantes.
profile-not-read = O perfil não pôde ser lido antes de gravar
profile-not-read-next = Nada foi enviado à Meta, e o que você digitou está no formulário. Tente salvar de novo.
profile-refused = A Meta recusou a gravação
profile-refused-next = Nada foi gravado: o perfil na Meta continua como estava. O que você digitou está no formulário; mude o que a Meta aponta e salve de novo.
profile-in-doubt = A Meta não confirmou: não se sabe se gravou
profile-in-doubt-next = O Farol confere o que a Meta tem e mostra aqui. O que você digitou está no formulário; salvar de novo só grava o que ainda estiver diferente.
profile-kept-otherwise = A Meta aceitou, mas mostra outro texto
profile-kept-otherwise-next = Os outros campos foram salvos. Nos campos abaixo está o seu texto e, junto dele, o que a Meta mostra.
profile-settled = A Meta tem agora o que está no formulário
profile-reason = Motivo: { $reason }.
profile-held-now = A Meta tem agora:
profile-held-empty = nada neste campo
profile-held-yours = No campo está o seu texto.
profile-take = Usar o da Meta
profile-taken = O texto da Meta está no formulário
profile-taken-next = Nada foi gravado ainda. O que você mudou nos outros campos continua aqui; salve para gravar.

profile-unsaved = Alterações do perfil
profile-changed = { $n ->
    [one] { $count } campo alterado
   *[other] { $count } campos alterados
}
profile-fix = Para salvar, corrija: { $fields }
profile-discard = Descartar
profile-save = Salvar na Meta

profile-preview = Prévia do perfil
profile-preview-about = O que os seus contatos veem.
profile-preview-note = Prévia do Farol. O desenho no aparelho pode variar.

vertical-none = Não informado
vertical-auto = Automotivo
vertical-beauty = Beleza, spa e salão
vertical-apparel = Vestuário
vertical-edu = Educação
vertical-entertain = Entretenimento
vertical-event-plan = Eventos e festas
vertical-finance = Finanças
vertical-grocery = Alimentos e mercearia
vertical-govt = Serviço público
vertical-hotel = Hotelaria
vertical-health = Saúde
vertical-nonprofit = Sem fins lucrativos
vertical-prof-services = Serviços profissionais
vertical-retail = Compras e varejo
vertical-travel = Viagens e transporte
vertical-restaurant = Restaurante
vertical-alcohol = Bebidas alcoólicas
vertical-online-gambling = Jogos de azar on-line
vertical-physical-gambling = Jogos de azar presenciais
vertical-otc-drugs = Medicamentos sem receita
vertical-other = Outro
profile-saving = Salvando na Meta…
