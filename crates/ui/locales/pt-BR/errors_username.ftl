# Meta's errors. Usernames.

meta-error-147001-what = Este nome de usuário não está disponível.
meta-error-147001-means = Outra conta o tem, ou a Meta o reserva. O nome atual do número não mudou.
meta-error-147001-steps =
    Escolha outro, ou veja as sugestões da Meta.

meta-error-147002-what = O número ainda não pode ter nome de usuário.
meta-error-147002-means = A Meta exige um limite de mensagens maior para isso.
meta-error-147002-steps =
    Veja em Números e limites o que falta para o próximo limite.

meta-error-147003-what = Falta vincular a Página do Facebook.
meta-error-147003-means = O nome pertence a uma Página do Facebook que não está vinculada a este número.
meta-error-147003-steps =
    Vincule a Página no Business Manager e peça o nome de novo, ou escolha outro.

meta-error-147004-what = Falta vincular a conta do Instagram.
meta-error-147004-means = O nome pertence a uma conta do Instagram que não está vinculada a este número.
meta-error-147004-steps =
    Vincule a conta no Business Manager e peça o nome de novo, ou escolha outro.

meta-error-147005-what = Outro número seu já usa este nome.
meta-error-147005-means = Um nome de usuário serve a um número só.
meta-error-147005-steps =
    Libere o nome no outro número, ou peça a transferência (transfer_action: force_transfer), que o tira de lá.
