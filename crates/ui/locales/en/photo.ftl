# The photo of a profile: choosing and cutting it, what is wrong with a file, what became of one.

photo-change = Change and crop
photo-choose = Choose and crop
photo-file = Photo file
photo-send = Send photo
photo-hint = JPEG or PNG, up to 5 MB. It becomes a square of up to 640 × 640 pixels, without the camera's data.
photo-middle = Without JavaScript, Farol takes the square in the middle.
photo-sending = Sending the photo…
photo-unsent = The photo did not reach Farol: the connection failed. Try again.

crop-title = Crop photo
crop-area = Crop of the photo
crop-zoom = Zoom
crop-hint = Drag the photo or use the arrow keys. People see the circle.
crop-place = Crop at { $left } from the left and { $top } from the top
crop-close = Close
crop-cancel = Cancel
crop-use = Use this crop

photo-fault-missing = No photo was chosen.
photo-fault-too-long = The file is larger than 5 MB, the most that Meta takes.
photo-fault-gif = The file is a GIF; Meta takes only JPEG or PNG.
photo-fault-not-a-picture = The file is neither JPEG nor PNG, the formats that Meta takes.
photo-fault-broken = The image is incomplete or damaged.
photo-fault-polyglot = The file holds something else after the image. Export the image alone and try again.
photo-fault-too-many-pixels = The image has { $width } × { $height } pixels, and Farol opens up to 16 million. Reduce it to 4,000 × 4,000 or less.
photo-fault-too-heavy = The image has { $width } × { $height } pixels in a form that takes too much memory to open (16 bits a colour, or progressive). Save it as an ordinary JPEG, or reduce it to 2,000 × 2,000.
photo-fault-late = The photo did not arrive whole in time. Check the connection and send it again.
photo-fault-another = Another photo of yours is still arriving. Let it end, or stop it, and send this one again.
photo-fault-too-small = The image has { $width } × { $height } pixels; Meta asks for at least 192 × 192.
photo-fault-next = Nothing was sent to Meta.

photo-going = Sending the photo to Meta
photo-going-next = If the connection drops, it goes on from where it stopped.
photo-asked = The photo was sent to Meta
photo-asked-next = Farol checks whether the profile shows it yet.
photo-shown = Photo saved at Meta and read back at { $time }
photo-unshown = Meta accepted the photo, but the profile shows the one from before
photo-unshown-next = Farol keeps reading the profile, and the new photo appears here once Meta shows it.
photo-moved = The photo changed at Meta before yours was written
photo-moved-next = Nothing was written: above is the photo that Meta has now. Yours is kept here.
photo-refused = Meta refused the photo
photo-failed = The photo was not written at Meta, or Meta did not confirm it
photo-failed-next = Above is the photo that Meta has. Yours is kept here.
photo-again = Try again
photo-replace = Use mine anyway
photo-drop = Discard mine
