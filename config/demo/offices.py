"""The offices of the demo directory: invented ones, as their telephones show."""

from dataclasses import dataclass

from casework import catalogue
from config.demo.network import DemoPartner


@dataclass(frozen=True)
class DemoOffice:
    """One office: the institution's code, its name and what it does."""

    institution: str
    name: str
    services: str
    hours: str = "Lunes a viernes, 8:30 a 16:30"


OFFICES = (
    DemoOffice("pol_felcv", "FELCV, oficina de ejemplo", "Denuncia, patrullaje, resguardo",
               "Todo el día, todos los días"),
    DemoOffice("mp_fevap", "Fiscalía especializada, ventanilla de ejemplo",
               "Denuncia, medidas de protección"),
    DemoOffice("mp_idif", "IDIF, consultorio de ejemplo", "Certificado forense, sin requerimiento"),
    DemoOffice("mun_slim", "SLIM, oficina de ejemplo", "Apoyo legal, social y psicológico"),
    DemoOffice("mun_dna", "DNA, oficina de ejemplo", "Protección de niñas, niños y adolescentes"),
    DemoOffice("nac_sijplu", "SIJPLU, oficina de ejemplo", "Patrocinio legal gratuito"),
    DemoOffice("sal_hospital", "Hospital de ejemplo, emergencias", "Atención médica integral",
               "Todo el día, todos los días"),
    DemoOffice("dep_casa_acogida", "Casa de acogida de ejemplo", "Acogida con hijas e hijos",
               "Ingreso a toda hora, con derivación"),
    DemoOffice("ong", "Centro de capacitación de ejemplo", "Oficios y apoyo al trabajo propio"),
)  # fmt: skip


def telephone_of(partner: DemoPartner, number: int) -> str:
    """A number that nobody has: no line begins so."""
    return f"{partner.telephone[0]} 000 {number:02}{partner.department}"


def place_of(partner: DemoPartner) -> str:
    """The short name of the partner's municipality."""
    return catalogue.municipality(partner.municipality).short_name
