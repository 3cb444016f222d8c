"""Taking what one phone carried for another: recorded for its owner, exactly once, as if the owner's phone had sent it."""

from accounts import audit
from accounts.models import User
from literacy_portal.kit.json_doors import TurnedAwayError
from sessions.actions.deliveries import take_delivery
from sessions.enums import Channel
from sessions.models import Device
from sessions.parcels import Parcel, UnopenedError, check_signature, open_parcel
from sessions.wire.delivery import Delivery, read_delivery, read_json


def carry_parcel(*, by: User, parcel: Parcel) -> int:
    """Opens a parcel and records what is in it for the owner of its phone; answers how many items it held.

    What became of each, the carrier does not learn: the owner's phone asks itself. Raises UnopenedError.
    """
    device = _device_of(parcel)
    check_signature(parcel, device.public_key)
    delivery = _delivery(open_parcel(parcel))
    if delivery.device != device.pk or delivery.user != device.user_id:
        raise UnopenedError("forged")
    take_delivery(by=device.user, delivery=delivery, channel=Channel.PARCEL.value)
    audit.record("parcel.carry", by=by, target=device, items=len(delivery.items), owner=device.user_id)
    return len(delivery.items)


def _device_of(parcel: Parcel) -> Device:
    device = Device.objects.select_related("user").filter(pk=parcel.device).exclude(public_key="").first()
    if device is None:
        raise UnopenedError("unknown_device")
    if device.ended_at or not device.user.is_active:
        raise UnopenedError("ended")
    return device


def _delivery(content: bytes) -> Delivery:
    try:
        return read_delivery(read_json(content))
    except TurnedAwayError as error:
        raise UnopenedError("damaged") from error
