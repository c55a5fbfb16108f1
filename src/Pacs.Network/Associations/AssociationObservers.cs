using Microsoft.Extensions.Logging;

namespace Pacs.Network;

/// <summary>Tells several observers; what one throws stays with it.</summary>
internal sealed class AssociationObservers(IReadOnlyList<IAssociationObserver> observers, ILogger logger) : IAssociationObserver
{
    public void Accepted(AssociationInfo association) => Tell(observer => observer.Accepted(association));

    public void Refused(AssociationRefusal refusal) => Tell(observer => observer.Refused(refusal));

    public void Ended(AssociationInfo association) => Tell(observer => observer.Ended(association));

    private void Tell(Action<IAssociationObserver> what)
    {
        foreach (IAssociationObserver observer in observers)
        {
            try
            {
                what(observer);
            }
#pragma warning disable CA1031 // a spectator's fault is not the association's
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.ObserverFailed(logger, e);
            }
        }
    }
}
