# Configurações.

settings-lead = Sua conta no Farol, sua senha e onde você está com a sessão aberta.
your-account = Sua conta
person-name = Nome
tenant-name = Empresa
role = Papel
role-owner = Proprietário
role-owner-about = Você vê tudo, conecta números, edita perfis e responde pela conta.
role-admin = Administrador
role-admin-about = Você vê tudo, conecta números e edita perfis.
role-operator = Operador
role-operator-about = Você vê tudo, confere números e edita perfis.
role-viewer = Leitor
role-viewer-about = Você vê tudo e não altera nada.
language-chosen = Escolhido por você: vale em qualquer navegador.
language-of-browser = Nenhum escolhido: o Farol segue o idioma do navegador.

password-lead = Trocar a senha encerra as suas outras sessões.
password-none = Você ainda não tem senha: entrou por um link. Defina uma para entrar sem ele.
password-current = Senha atual
password-new = Nova senha
password-again = Repita a nova senha
password-hint = De 12 a 200 caracteres. Uma frase longa é mais forte que símbolos.
password-change = Trocar a senha
password-set = Definir a senha
password-done = Senha trocada.
password-done-next = As suas outras sessões foram encerradas; esta continua aberta.
password-is-wrong = A senha atual não confere.
password-is-wrong-next = Nada foi alterado. Confira e tente de novo.
password-too-short = A nova senha é curta demais.
password-too-short-next = { $n ->
    [one] Ela precisa de pelo menos { $count } caractere. Nada foi alterado.
   *[other] Ela precisa de pelo menos { $count } caracteres. Nada foi alterado.
}
password-too-long = A nova senha é longa demais.
password-too-long-next = { $n ->
    [one] Ela pode ter no máximo { $count } caractere. Nada foi alterado.
   *[other] Ela pode ter no máximo { $count } caracteres. Nada foi alterado.
}
password-differs = As duas novas senhas são diferentes.
password-differs-next = Nada foi alterado. Escreva a mesma nas duas vezes.
password-same = A nova senha é igual à atual.
password-same-next = Nada foi alterado. Escolha outra.
password-yours = A nova senha é o seu e-mail ou o seu nome.
password-yours-next = Nada foi alterado. É o que se tenta primeiro: escolha outra.
password-too-many-next = Nada foi alterado. Espere { $wait } e tente de novo.

sessions = Sessões
sessions-lead = Cada navegador em que você entrou. Uma sessão termina depois de 12 horas.
session-unnamed = Navegador não informado
session-current = esta sessão
session-opened = Aberta
session-seen = Último uso
session-ends = Termina
session-ends-in = em { $span }
session-end = Encerrar
sessions-end-others = Encerrar as outras
sessions-end-others-about = Só esta sessão continua aberta.

the-installation = Instalação
the-installation-lead = Como este Farol está configurado. Só quem administra a instalação vê esta parte; segredos nunca são mostrados.
installation-demo = Um emulador faz as vezes da Meta: nada daqui chega à Meta.
setting = Configuração
setting-value = Valor
set = configurado
not-set = não configurado
every = a cada { $span }
quota-percent = até { $percent }% do que a Meta concede
set-meta = Meta
set-reading = Consultas e endereço
set-mail = Servidor de e-mail
set-kept = Por quanto tempo os dados ficam
set-graph = Endereço da API do Graph
set-graph-version = Versão da API do Graph
set-app = ID do app na Meta
set-app-secret = Segredo do app
set-config = ID de configuração do login
set-sdk = SDK de JavaScript
set-origins = Origens aceitas da janela de login
set-webhooks = Caminho dos webhooks
set-verify-token = Token de verificação dos webhooks
set-unread = Partes de webhooks que não puderam ser lidas
set-numbers = Consulta de números e saúde
set-accounts = Consulta de WABA, Business Manager e app
set-profiles = Consulta de perfis
set-quota = Cota de consultas
set-zone = Fuso horário
set-version = Versão do Farol
set-base = Endereço deste Farol, para onde os e-mails levam
set-mail-server = Servidor
set-mail-protection = Proteção do caminho
set-mail-from = Remetente
set-mail-user = Usuário
set-mail-password = Senha
mail-password-set = definida, nunca mostrada
mail-tls = TLS desde o início
mail-starttls = STARTTLS
mail-unprotected = nenhuma, só dentro desta máquina
kept-about = De hora em hora o Farol apaga o que passou do prazo.
kept-always = para sempre
kept-days = { $n ->
    [one] { $count } dia
   *[other] { $count } dias
}
kept-bodies = Webhooks como chegaram, depois de aplicados
kept-quarantined = Webhooks com partes que não puderam ser lidas
kept-changes = Alterações
kept-evidence = O que a Meta respondeu, ao lado de cada alteração
kept-applied = Quais webhooks já foram aplicados
kept-deliveries = O que houve com cada mensagem
kept-traffic = Tráfego dos números, por hora
kept-notices = Avisos, depois de resolvidos
kept-mails = Registro de envios
kept-quality = Qualidade de cada dia
