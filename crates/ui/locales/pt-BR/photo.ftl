# The photo of a profile: choosing and cutting it, what is wrong with a file, what became of one.

photo-change = Trocar e recortar
photo-choose = Escolher e recortar
photo-file = Arquivo da foto
photo-send = Enviar foto
photo-hint = JPEG ou PNG, até 5 MB. Vira um quadrado de até 640 × 640 pixels, sem os dados da câmera.
photo-middle = Sem JavaScript, o Farol usa o quadrado do meio.
photo-sending = Enviando a foto…
photo-unsent = A foto não chegou ao Farol: a conexão falhou. Tente de novo.

crop-title = Recortar foto
crop-area = Recorte da foto
crop-zoom = Aproximação
crop-hint = Arraste a foto ou use as setas do teclado. As pessoas veem o círculo.
crop-place = Recorte a { $left } da esquerda e { $top } do alto
crop-close = Fechar
crop-cancel = Cancelar
crop-use = Usar este recorte

photo-fault-missing = Nenhuma foto foi escolhida.
photo-fault-too-long = O arquivo passa de 5 MB, o máximo que a Meta aceita.
photo-fault-gif = O arquivo é um GIF; a Meta aceita só JPEG ou PNG.
photo-fault-not-a-picture = O arquivo não é JPEG nem PNG, os formatos que a Meta aceita.
photo-fault-broken = A imagem está incompleta ou danificada.
photo-fault-polyglot = O arquivo traz outro conteúdo depois da imagem. Exporte só a imagem e tente de novo.
photo-fault-too-many-pixels = A imagem tem { $width } × { $height } pixels, e o Farol abre até 16 milhões. Reduza para 4.000 × 4.000 ou menos.
photo-fault-too-heavy = A imagem tem { $width } × { $height } pixels num formato que ocupa memória demais para ser aberto (16 bits por cor, ou progressivo). Salve-a como JPEG comum, ou reduza para 2.000 × 2.000.
photo-fault-late = A foto não chegou inteira a tempo. Confira a conexão e envie de novo.
photo-fault-another = Outra foto sua ainda está chegando. Espere ela terminar, ou pare o envio, e mande esta de novo.
photo-fault-too-small = A imagem tem { $width } × { $height } pixels; a Meta pede pelo menos 192 × 192.
photo-fault-next = Nada foi enviado à Meta.

photo-going = Enviando a foto à Meta
photo-going-next = Se a conexão cair, o envio continua de onde parou.
photo-asked = A foto foi enviada à Meta
photo-asked-next = O Farol confere se o perfil já a mostra.
photo-shown = Foto salva na Meta e conferida de volta às { $time }
photo-unshown = A Meta aceitou a foto, mas o perfil mostra a de antes
photo-unshown-next = O Farol continua lendo o perfil, e a foto nova aparece aqui quando a Meta a mostrar.
photo-moved = A foto mudou na Meta antes de a sua ser gravada
photo-moved-next = Nada foi gravado: acima está a foto que a Meta tem agora. A sua está guardada aqui.
photo-refused = A Meta recusou a foto
photo-failed = A foto não foi gravada na Meta, ou a Meta não confirmou
photo-failed-next = Acima está a foto que a Meta tem. A sua está guardada aqui.
photo-again = Tentar de novo
photo-replace = Usar a minha mesmo assim
photo-drop = Descartar a minha
