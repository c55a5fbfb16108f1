using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Takes in one instance: pipe to store, header and hash on the way; then the decision about its UID, the commit, and the change for the index.</summary>
internal sealed class Ingest(IBlobStore blobs, IArchiveIndex index, IndexFeeder feeder, UidClaims claims, EntryMaker entries, ArchiveOptions options, ILogger logger)
{
    public async ValueTask<StoreOutcome> ReceiveAsync(IncomingInstance incoming, PipeReader dataset, CancellationToken ct)
    {
        StoreOutcome outcome;
        try
        {
            outcome = await TryReceiveAsync(incoming, dataset, ct).ConfigureAwait(false);
        }
        catch (DicomDataException e)
        {
            outcome = new StoreOutcome(StoreKind.Invalid, DicomStatus.CannotUnderstand.With(Comment(e)));
        }
        catch (BlobStoreException e)
        {
            Log.StorageFailed(logger, incoming.Id.SopInstance.Value, incoming.CallingAe, e);
            outcome = new StoreOutcome(StoreKind.Refused, DicomStatus.OutOfResources.With(e.Fault == BlobFault.NoSpace ? "No space left" : "Storage failed"));
        }
        catch (IndexException e)
        {
            Log.StorageFailed(logger, incoming.Id.SopInstance.Value, incoming.CallingAe, e);
            outcome = new StoreOutcome(StoreKind.Refused, DicomStatus.OutOfResources.With("Index failed"));
        }

        Tell(incoming, outcome);
        return outcome;
    }

    /// <summary>The instance as it stands at this moment, whether or not the index knows already; null when there is none.</summary>
    public ValueTask<IndexEntry?> FindAsync(DicomUid sopInstance, CancellationToken ct) =>
        feeder.TryFind(sopInstance, out IndexEntry? pending) ? new ValueTask<IndexEntry?>(pending) : index.GetAsync(sopInstance, ct);

    private async ValueTask<StoreOutcome> TryReceiveAsync(IncomingInstance incoming, PipeReader dataset, CancellationToken ct)
    {
        if (HeaderCheck.Check(incoming.Id, incoming.TransferSyntax) is { } invalid) return new StoreOutcome(StoreKind.Invalid, invalid);
        if (!await feeder.WaitForRoomAsync(ct).ConfigureAwait(false))
            return new StoreOutcome(StoreKind.Refused, DicomStatus.OutOfResources.With("Index failed"));

        var header = new BlobHeader
        {
            Id = incoming.Id,
            TransferSyntax = incoming.TransferSyntax,
            CallingAe = incoming.CallingAe,
            ReceivedAt = options.Time.GetUtcNow(),
            ExpectedLength = incoming.ExpectedLength,
        };
        IBlobWriter writer = await blobs.BeginAsync(header, ct).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            using var tee = new DatasetTee(incoming.TransferSyntax, entries.ReadOptions);
            await CopyAsync(dataset, tee, writer, ct).ConfigureAwait(false);
            long started = Stopwatch.GetTimestamp();
            DicomDataset dicomHeader = tee.Complete();
            if (HeaderCheck.Check(dicomHeader, incoming.Id) is { } wrong) return new StoreOutcome(StoreKind.Invalid, wrong);
            if (incoming.Admit is { } admit && await admit(dicomHeader, ct).ConfigureAwait(false) is { } refusal) return new StoreOutcome(StoreKind.Invalid, refusal);
            UInt128 hash = tee.Hash();
            IndexEntry entry = entries.Make(dicomHeader, header, tee.Length, hash); // may fail: not after the commit
            await writer.FinishAsync(hash, ct).ConfigureAwait(false);
            StoreOutcome outcome = await DecideAsync(entry, writer, ct).ConfigureAwait(false);
            ArchiveMetrics.CommitDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
            return outcome;
        }
    }

    private static async ValueTask CopyAsync(PipeReader dataset, DatasetTee tee, IBlobWriter writer, CancellationToken ct)
    {
        while (true)
        {
            ReadResult result = await dataset.ReadAsync(ct).ConfigureAwait(false);
            if (result.IsCanceled) throw new OperationCanceledException("The reader of the data set was cancelled.");
            ReadOnlySequence<byte> bytes = result.Buffer;
            if (!bytes.IsEmpty)
            {
                tee.Append(bytes);
                await writer.WriteAsync(bytes, ct).ConfigureAwait(false);
            }

            dataset.AdvanceTo(bytes.End);
            if (result.IsCompleted) return;
        }
    }

    // One at a time for a UID, so that of several senders of the same instance exactly one stores it.
    private async ValueTask<StoreOutcome> DecideAsync(IndexEntry entry, IBlobWriter writer, CancellationToken ct)
    {
        using UidClaims.Claim claim = await claims.EnterAsync(entry.Id.SopInstance).ConfigureAwait(false);
        IndexEntry? known = await FindAsync(entry.Id.SopInstance, ct).ConfigureAwait(false);
        if (known is null) return await CommitAsync(entry, writer, null).ConfigureAwait(false);
        switch (await ContentComparison.CompareAsync(blobs, known, entry, writer, ct).ConfigureAwait(false))
        {
            case ContentMatch.Same:
                return new StoreOutcome(StoreKind.AlreadyStored, DicomStatus.Success, known);
            case ContentMatch.Different when options.Duplicates == DuplicatePolicy.KeepFirst:
                return new StoreOutcome(StoreKind.Conflict, DicomStatus.DuplicateSopInstance.With("Another object with this UID is kept"), known);
            case ContentMatch.Gone:
                Log.Healed(logger, entry.Id.SopInstance.Value, known.Blob);
                return await CommitAsync(entry, writer, null).ConfigureAwait(false);
            case ContentMatch.Damaged:
                Log.Healed(logger, entry.Id.SopInstance.Value, known.Blob);
                goto default;
            default:
                return await CommitAsync(entry, writer, known).ConfigureAwait(false);
        }
    }

    private async ValueTask<StoreOutcome> CommitAsync(IndexEntry entry, IBlobWriter writer, IndexEntry? replaced)
    {
        LinkedListNode<long> commit = feeder.Begin();
        BlobRecord? record = null;
        InstanceStored? change = null;
        Task applied;
        try
        {
            record = await writer.CommitAsync(replaced?.Blob).ConfigureAwait(false);
            change = new InstanceStored(record.Sequence, entry.ReceivedAt, entry with { Blob = record.Address });
        }
        finally
        {
            applied = feeder.End(commit, record, change, isUrgent: !blobs.IndexFollows);
        }

        if (!applied.IsCompletedSuccessfully) await IndexedAsync(applied, record).ConfigureAwait(false);
        return new StoreOutcome(replaced is null ? StoreKind.Stored : StoreKind.Replaced, DicomStatus.Success, change.Entry);
    }

    // Where the index is the truth, an object that it does not take is none.
    private async ValueTask IndexedAsync(Task applied, BlobRecord record)
    {
        try
        {
            await applied.OnOwnThread().ConfigureAwait(false);
        }
        catch
        {
            await blobs.RemoveAsync(record.Address, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private void Tell(IncomingInstance incoming, StoreOutcome outcome)
    {
        string uid = incoming.Id.SopInstance.Value;
        switch (outcome.Kind)
        {
            case StoreKind.Replaced:
                Log.Replaced(logger, uid, incoming.CallingAe);
                goto case StoreKind.Stored;
            case StoreKind.Stored:
                ArchiveMetrics.InstancesStored.Add(1);
                ArchiveMetrics.BytesStored.Add(outcome.Entry!.DatasetLength);
                break;
            case StoreKind.AlreadyStored:
                ArchiveMetrics.Duplicates.Add(1);
                break;
            case StoreKind.Conflict:
                ArchiveMetrics.InstancesRefused.Add(1);
                Log.Conflict(logger, uid, incoming.CallingAe);
                break;
            default:
                ArchiveMetrics.InstancesRefused.Add(1);
                Log.Refused(logger, uid, incoming.CallingAe, outcome.Status.ToString());
                break;
        }
    }

    // Error Comment has 64 characters (PS3.7 §C.4); the offset is worth more than a long sentence.
    private static string Comment(DicomDataException e)
    {
        string text = e.Message;
        return text.Length <= 64 ? text : text[..64];
    }
}
