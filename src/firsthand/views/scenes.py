"""The JSON form of ``firsthand collect-scenes --dry-run --json``; see :mod:`firsthand.views`."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from firsthand.collect.stac.collector import Listing, Offer
from firsthand.views import ProblemView, View


class OfferView(View):
    id: str = Field(description="of the STAC item that would be read")
    collection: str
    taken: datetime
    sensor: str
    platform: str
    cloud_percent: float | None = Field(description="of the whole scene, as its metadata state it")
    covered: float = Field(ge=0, le=1, description="share of the site's window inside the item's outline")
    bands: list[str]
    relative_orbit: int | None
    known: bool = Field(description="the case has this exposure, so it would not be read again")
    others: list[str] = Field(description="further tiles or versions of the same exposure, tried when the first fails")


class OffersView(View):
    site: str
    scenes: list[OfferView]
    cloudy: int = Field(description="exposures passed over because of --max-cloud")
    beyond: int = Field(description="exposures passed over because of --max-count")
    problems: list[ProblemView]


def offers_view(listing: Listing, site: str) -> OffersView:
    """The form of a listing for the site with this id."""
    return OffersView(
        site=site,
        scenes=[_offer_view(offer) for offer in listing.offers],
        cloudy=listing.cloudy,
        beyond=listing.beyond,
        problems=[
            ProblemView(thing=problem.thing, message=problem.message, remedy=problem.remedy)
            for problem in listing.problems
        ],
    )


def _offer_view(offer: Offer) -> OfferView:
    item = offer.best
    return OfferView(
        id=item.id,
        collection=item.collection,
        taken=item.taken,
        sensor=item.sensor,
        platform=item.platform,
        cloud_percent=item.cloud_percent,
        covered=round(offer.covered, 4),
        bands=[asset.role for asset in item.assets],
        relative_orbit=item.relative_orbit,
        known=offer.known,
        others=[other.id for other in offer.items[1:]],
    )
