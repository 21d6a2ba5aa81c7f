"""What the invented survivors tell: plain, short, without detail for detail's sake."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One kind of situation, as codes of the catalogues and a few sentences.

    ``violence_types`` are codes of Ley 348 art. 7, ``gbv_type`` a GBVIMS type, ``relationship``
    and ``place_kind`` codes of their lists.
    """

    violence_types: tuple[str, ...]
    gbv_type: str
    relationship: str
    place_kind: str
    level: str
    narrative: str
    reason: str
    needs: tuple[str, ...]


STORIES = (
    Story(
        ("v01_fisica", "v03_psicologica"),
        "gbv_tipo_physical_assault",
        "conviviente",
        "modalidad_ambito_familiar",
        "high",
        "Cuenta que en el último mes los golpes fueron más seguidos, casi siempre cuando él "
        "vuelve de noche. La última vez la vecina llamó a la patrulla.",
        "Los golpes aumentan en frecuencia y él amenazó con quitarle a los hijos si se va.",
        ("safety", "legal", "psychosocial"),
    ),
    Story(
        ("v03_psicologica", "v10_patrimonial_economica"),
        "gbv_tipo_denial_resources",
        "esposo",
        "modalidad_ambito_familiar",
        "medium",
        "Dice que él guarda sus documentos y su tarjeta, y que le da dinero solo para el día. "
        "Quiere saber cómo pedir asistencia familiar.",
        "No hay violencia física reciente; el control del dinero y de los documentos continúa.",
        ("legal", "livelihood", "documents"),
    ),
    Story(
        ("v07_sexual",),
        "gbv_tipo_sexual_assault",
        "desconocido",
        "modalidad_ambito_comunitario",
        "high",
        "Relata que ocurrió camino a su casa. Llegó acompañada de su hermana. No quiere que su "
        "familia se entere todavía.",
        "Hecho reciente; la persona denunciada conoce la zona donde vive.",
        ("health", "psychosocial", "legal"),
    ),
    Story(
        ("v01_fisica", "v15_familia"),
        "gbv_tipo_physical_assault",
        "exesposo",
        "modalidad_ambito_familiar",
        "extreme",
        "La buscó en su trabajo con un arma blanca. Está en casa de una amiga con sus dos hijos "
        "y teme volver por sus cosas.",
        "Separación reciente, arma, amenaza de muerte y búsqueda activa.",
        ("shelter", "safety", "legal", "children"),
    ),
    Story(
        ("v11_laboral", "v03_psicologica"),
        "gbv_tipo_psychological_abuse",
        "empleador_jefe",
        "modalidad_ambito_laboral",
        "low",
        "Su superior la llama fuera de horario y la aísla de sus compañeras desde que rechazó "
        "salir con él.",
        "Sin contacto fuera del trabajo; cuenta con apoyo de su familia.",
        ("legal", "psychosocial"),
    ),
    Story(
        ("v03_psicologica", "v04_mediatica"),
        "gbv_tipo_psychological_abuse",
        "ex_enamorado",
        "modalidad_ambito_digital",
        "medium",
        "Él publica fotos suyas y escribe a sus contactos desde cuentas falsas. Cambió de número "
        "dos veces.",
        "Acoso constante por redes; él no sabe su dirección actual.",
        ("safety", "legal"),
    ),
)

SOCIAL_NOTES = (
    "Se conversó sobre su red de apoyo: una hermana en El Alto y una vecina de confianza.",
    "Trajo los certificados de nacimiento. Se acordó acompañarla al centro de salud.",
    "Está más tranquila. Los niños volvieron a la escuela. Pidió otra visita en dos semanas.",
)
PSYCHOLOGICAL_NOTES = (
    "Primera entrevista. Contención. Duerme poco, sobresaltos. Se acuerda espacio semanal.",
    "Trabajamos señales de alarma y recursos propios. Buena respuesta a respiración guiada.",
)
LEGAL_NOTES = (
    "Se explicó la ruta de denuncia y las medidas de protección. Decide pensarlo.",
    "Se preparó memorial para ampliar la medida. Falta fotocopia de su carnet.",
)
SAFE_HOURS = ("Entre 9 y 11 de la mañana", "Después de las 14:00", "Solo los sábados", "")
WHAT_TO_SAY = (
    "Decir que llaman de la tienda por un pedido",
    "Preguntar por la costurera",
    "Decir que es de la escuela de los niños",
    "",
)
