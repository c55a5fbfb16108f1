using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>The C-STORE SCU: sends in order, in windows of instances whose presentation contexts are negotiated together.</summary>
internal static class ClientStore
{
    /// <summary>Most instances looked at before the first of them is sent. Of each only names are held.</summary>
    private const int MaxWindow = 1000;

    /// <summary>Reads the meta information of files, one after the other as they are asked for.</summary>
    public static async IAsyncEnumerable<StoreItem> ReadAsync(IEnumerable<string> paths, DimseLog log, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (string path in paths)
        {
            ct.ThrowIfCancellationRequested();
            StoreItem item;
            try
            {
                item = new StoreItem(await FileInstance.LoadAsync(path, ct).ConfigureAwait(false), path);
            }
            catch (DicomDataException exception)
            {
                log.FileUnreadable(path, exception);
                item = new StoreItem(null, path, DicomStatus.CannotUnderstand.With("Not a DICOM file"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                log.FileUnreadable(path, exception);
                item = new StoreItem(null, path, DicomStatus.ProcessingFailure.With("File cannot be read"));
            }

            yield return item;
        }
    }

    /// <summary>Takes instances as they are.</summary>
    public static async IAsyncEnumerable<StoreItem> ReadAsync(IAsyncEnumerable<IStoredInstance> instances, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (IStoredInstance instance in instances.WithCancellation(ct).ConfigureAwait(false)) yield return new StoreItem(instance);
    }

    /// <summary>Sends everything.</summary>
    /// <exception cref="AssociationAbortedException">The association was lost; what was not yielded is not known to be stored.</exception>
    public static async IAsyncEnumerable<StoreResult> SendAsync(ClientAssociations associations, IAsyncEnumerable<StoreItem> items, [EnumeratorCancellation] CancellationToken ct)
    {
        var windows = new StoreWindows(items, MaxWindow, ct);
        await using (windows.ConfigureAwait(false))
        {
            while (await windows.NextAsync().ConfigureAwait(false))
            {
                IReadOnlyList<ProposedContext> contexts = windows.Contexts;
                ClientLease? lease = contexts.Count > 0 ? await associations.RentAsync(contexts, mustBeNew: false, ct).ConfigureAwait(false) : null;
                try
                {
                    foreach (StoreItem item in windows.Items)
                    {
                        if (item.Instance is null)
                        {
                            yield return new StoreResult(default, item.Problem, item.Path);
                            continue;
                        }

                        (lease, DicomStatus status) = await SendAsync(associations, lease, contexts, item.Instance, ct).ConfigureAwait(false);
                        yield return new StoreResult(item.Instance.Id, status, item.Path);
                    }
                }
                finally
                {
                    if (lease is not null) await lease.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Sends one instance. An association that had been idle and turns out to be gone is replaced at once, one that was spent before the next instance.</summary>
    private static async ValueTask<(ClientLease? Lease, DicomStatus Status)> SendAsync(ClientAssociations associations, ClientLease? lease, IReadOnlyList<ProposedContext> contexts, IStoredInstance instance, CancellationToken ct)
    {
        while (true)
        {
            lease ??= await associations.RentAsync(contexts, mustBeNew: true, ct).ConfigureAwait(false);
            bool wasReused = lease.IsReused;
            (lease.IsReused, lease.IsBetweenOperations) = (false, false);
            try
            {
                (DicomStatus status, bool isSpent) = await StoreExchange.SendAsync(lease.Channel, associations.Peer.AeTitle, instance, associations.Options.Priority, originator: null, associations.Log, ct).ConfigureAwait(false);
                if (!isSpent)
                {
                    lease.IsBetweenOperations = true;
                    return (lease, status);
                }

                await lease.DisposeAsync().ConfigureAwait(false);
                return (null, status);
            }
            catch (AssociationAbortedException exception) when (wasReused && exception.Cause is (AbortCause.ConnectionLost or AbortCause.Peer or AbortCause.Released))
            {
                await lease.DisposeAsync().ConfigureAwait(false);
                lease = null;
            }
        }
    }
}
