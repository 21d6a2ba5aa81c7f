"""Why a file is not taken, in words for whoever chose it."""

from django.utils.translation import gettext_lazy as _

from casework.errors import CaseworkError


class FileRefused(CaseworkError):
    """A file that is not taken; nothing of it is kept."""

    message = _("No se pudo recibir este archivo.")


class FileEmpty(FileRefused):
    """Nothing is in it."""

    message = _("El archivo está vacío (0 bytes). Ábralo para revisar que tenga algo y elija otro.")


class FileTooLarge(FileRefused):
    """It has more bytes than are taken."""

    message = _("El archivo es demasiado grande. Súbalo en partes, o pida ayuda técnica.")


class FileIncomplete(FileRefused):
    """The line was cut before the end."""

    message = _("El archivo llegó incompleto. Revise la conexión y súbalo otra vez.")


class FileKindUnknown(FileRefused):
    """Its content is of no kind that is taken."""

    message = _(
        "No recibimos este tipo de archivo. Suba una foto JPEG, PNG o WEBP, un PDF, un texto, un "
        "documento de Word, Excel, PowerPoint o LibreOffice, un audio OGG, MP3 o M4A, o un video "
        "MP4. Una foto HEIC de iPhone expórtela antes como JPEG."
    )


class FileDisguised(FileRefused):
    """It is of two kinds at once, or hides something active."""

    message = _(
        "Dentro del archivo hay algo escondido (otro archivo, una macro o un programa) que puede "
        "hacer daño. Expórtelo de nuevo desde su programa, o súbalo como PDF o foto."
    )


class FileExpands(FileRefused):
    """What is in it grows beyond measure when it is opened."""

    message = _(
        "El contenido ocupa demasiado al abrirse: muchos puntos de imagen o datos comprimidos. "
        "Guárdelo con menos resolución y súbalo otra vez."
    )


class FileUnreadable(FileRefused):
    """It says that it is of a kind, and cannot be opened as one."""

    message = _("El archivo está dañado: no se puede abrir. Busque otra copia y súbala.")


class FileLocked(FileRefused):
    """It opens with a password only."""

    message = _("El archivo tiene contraseña. Quítesela y súbalo otra vez: aquí queda protegido.")
