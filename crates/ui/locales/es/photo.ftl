# The photo of a profile: choosing and cutting it, what is wrong with a file, what became of one.

photo-change = Cambiar y recortar
photo-choose = Elegir y recortar
photo-file = Archivo de la foto
photo-send = Enviar foto
photo-hint = JPEG o PNG, hasta 5 MB. Queda en un cuadrado de hasta 640 × 640 píxeles, sin los datos de la cámara.
photo-middle = Sin JavaScript, Farol usa el cuadrado del medio.
photo-sending = Enviando la foto…
photo-unsent = La foto no llegó a Farol: falló la conexión. Inténtalo de nuevo.

crop-title = Recortar foto
crop-area = Recorte de la foto
crop-zoom = Acercamiento
crop-hint = Arrastra la foto o usa las flechas del teclado. Las personas ven el círculo.
crop-place = Recorte a { $left } de la izquierda y { $top } de arriba
crop-close = Cerrar
crop-cancel = Cancelar
crop-use = Usar este recorte

photo-fault-missing = No se eligió ninguna foto.
photo-fault-too-long = El archivo pasa de 5 MB, el máximo que Meta acepta.
photo-fault-gif = El archivo es un GIF; Meta acepta solo JPEG o PNG.
photo-fault-not-a-picture = El archivo no es JPEG ni PNG, los formatos que Meta acepta.
photo-fault-broken = La imagen está incompleta o dañada.
photo-fault-polyglot = El archivo trae otro contenido después de la imagen. Exporta solo la imagen e inténtalo de nuevo.
photo-fault-too-many-pixels = La imagen tiene { $width } × { $height } píxeles, y Farol abre hasta 16 millones. Redúcela a 4.000 × 4.000 o menos.
photo-fault-too-heavy = La imagen tiene { $width } × { $height } píxeles en un formato que ocupa demasiada memoria para abrirse (16 bits por color, o progresivo). Guárdala como JPEG común, o redúcela a 2.000 × 2.000.
photo-fault-late = La foto no llegó entera a tiempo. Revisa la conexión y envíala de nuevo.
photo-fault-another = Otra foto tuya todavía está llegando. Espera a que termine, o detén el envío, y manda esta de nuevo.
photo-fault-too-small = La imagen tiene { $width } × { $height } píxeles; Meta pide al menos 192 × 192.
photo-fault-next = No se envió nada a Meta.

photo-going = Enviando la foto a Meta
photo-going-next = Si la conexión se corta, el envío sigue desde donde quedó.
photo-asked = La foto se envió a Meta
photo-asked-next = Farol comprueba si el perfil ya la muestra.
photo-shown = Foto guardada en Meta y comprobada a las { $time }
photo-unshown = Meta aceptó la foto, pero el perfil muestra la de antes
photo-unshown-next = Farol sigue leyendo el perfil, y la foto nueva aparece aquí cuando Meta la muestre.
photo-moved = La foto cambió en Meta antes de que se guardara la tuya
photo-moved-next = No se guardó nada: arriba está la foto que Meta tiene ahora. La tuya queda guardada aquí.
photo-refused = Meta rechazó la foto
photo-failed = La foto no se guardó en Meta, o Meta no lo confirmó
photo-failed-next = Arriba está la foto que Meta tiene. La tuya queda guardada aquí.
photo-again = Intentar de nuevo
photo-replace = Usar la mía de todos modos
photo-drop = Descartar la mía
