using Pacs.Core;

namespace Pacs.Network;

/// <summary>Talks to one peer: C-ECHO, C-STORE, C-FIND, C-MOVE, C-GET.</summary>
/// <remarks>
/// Opens an association when one is needed and keeps it open for the next call. Calls may overlap, also within the loop over a query's
/// results; each has an association of its own then. Safe from any thread. A status other than success is a value; what a caller may see
/// thrown from each method is <see cref="ConnectionFailedException"/>, <see cref="AssociationRejectedException"/> and
/// <see cref="AssociationAbortedException"/>, whose <c>IsTransient</c> says whether another try can help.
/// </remarks>
public sealed class DicomClient : IDicomSource, IAsyncDisposable
{
    private static readonly IReadOnlyList<ProposedContext> EchoContexts = [new(DicomUid.Verification, [TransferSyntax.ImplicitVRLittleEndian])];
    private readonly ClientAssociations _associations;

    /// <summary>Makes a client; it connects when it is used.</summary>
    /// <param name="peer">Whom to call; text of the form <c>AETITLE@host:port</c> will do.</param>
    /// <param name="callingAe">AE title of this side.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException"><paramref name="callingAe"/> is no AE title.</exception>
    public DicomClient(Peer peer, string callingAe, DicomClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(peer);
        if (!Peer.IsAeTitle(callingAe)) throw new ArgumentException($"'{callingAe}' is no AE title: 1 to 16 characters, no backslash, no control characters.", nameof(callingAe));
        _associations = new ClientAssociations(peer, callingAe, options ?? new DicomClientOptions());
    }

    /// <summary>Whom it calls.</summary>
    public Peer Peer => _associations.Peer;

    /// <summary>Asks whether the peer is there (C-ECHO).</summary>
    /// <returns>The peer's status; 0122 when it does not accept verification.</returns>
    public async ValueTask<DicomStatus> EchoAsync(CancellationToken ct = default)
    {
        CommandSet request = CEcho.Request(messageId: 0, DicomUid.Verification);
        ClientExchange? begun = await ClientExchange.BeginAsync(_associations, EchoContexts, request, identifier: null, ct).ConfigureAwait(false);
        if (begun is not { } exchange) return DicomStatus.SopClassNotSupported.With("Not accepted by the peer");
        await using (exchange.ConfigureAwait(false))
        {
            return (await exchange.ReceiveAsync(ct).ConfigureAwait(false)).Command.ToStatus();
        }
    }

    /// <summary>Sends files (C-STORE), in order. Of each only the file meta information is read; the data set goes out byte for byte.</summary>
    /// <param name="paths">The files. Looked at up to 1000 ahead, so that one negotiation serves many.</param>
    /// <param name="ct">Cancels; leaving the loop ends the sending too.</param>
    /// <returns>A result for each file, in order. Nothing is sent before the results are asked for.</returns>
    public IAsyncEnumerable<StoreResult> StoreAsync(IEnumerable<string> paths, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return ClientStore.SendAsync(_associations, ClientStore.ReadAsync(paths, _associations.Log, ct), ct);
    }

    /// <summary>Sends instances (C-STORE), in order and as they come; stored bytes go out unparsed.</summary>
    /// <param name="instances">The instances; each is opened when its turn comes.</param>
    /// <param name="ct">Cancels; leaving the loop ends the sending too.</param>
    /// <returns>A result for each instance, in order.</returns>
    public IAsyncEnumerable<StoreResult> StoreAsync(IAsyncEnumerable<IStoredInstance> instances, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(instances);
        return ClientStore.SendAsync(_associations, ClientStore.ReadAsync(instances, ct), ct);
    }

    /// <summary>Queries the patient, study, series, instance hierarchy (C-FIND).</summary>
    /// <param name="query">What to find, in the information model of its root. Its limit is kept here: C-CANCEL goes out when enough has come. So is its offset.</param>
    /// <param name="ct">Cancelling sends C-CANCEL, as leaving the loop does.</param>
    /// <returns>The matches as they come; what they hold is for the peer to decide.</returns>
    /// <exception cref="DicomDataException">The query has no form in an identifier.</exception>
    /// <exception cref="DimseException">The query ended with a status other than success; what was yielded before is valid.</exception>
    public IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        DicomUid model = query.Root == QueryRoot.Patient ? DicomUid.PatientRootQueryRetrieveInformationModelFind : DicomUid.StudyRootQueryRetrieveInformationModelFind;
        IAsyncEnumerable<DicomDataset> matches = ClientFind.FindAsync(_associations, model, query.ToIdentifier(), ct);
        if (query.Offset > 0) matches = matches.Skip(query.Offset);
        return query.Limit is { } limit ? matches.Take(limit) : matches;
    }

    /// <summary>Queries (C-FIND) with an identifier of any information model.</summary>
    /// <param name="sopClass">The model, e.g. <see cref="DicomUid.StudyRootQueryRetrieveInformationModelFind"/>.</param>
    /// <param name="identifier">Keys and level; sent as it is.</param>
    /// <param name="ct">Cancelling sends C-CANCEL, as leaving the loop does.</param>
    /// <returns>The matches as they come.</returns>
    /// <exception cref="DimseException">The query ended with a status other than success; what was yielded before is valid.</exception>
    public IAsyncEnumerable<DicomDataset> FindAsync(DicomUid sopClass, DicomDataset identifier, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        return ClientFind.FindAsync(_associations, sopClass, identifier, ct);
    }

    /// <summary>Has the peer send instances to a third party, or to this side's own server (C-MOVE).</summary>
    /// <param name="which">The instances: Patient Root when it names a patient, else Study Root.</param>
    /// <param name="destination">AE title of the destination, known to the peer.</param>
    /// <param name="progress">Hears the counters as the peer reports them.</param>
    /// <param name="ct">Cancelling sends C-CANCEL.</param>
    /// <returns>How it ended; A801 when the peer does not know the destination.</returns>
    /// <exception cref="ArgumentException">The selector cannot be said in an identifier: it names nothing, or not exactly one UID for a level above its lowest.</exception>
    public ValueTask<RetrieveResult> MoveAsync(InstanceSelector which, string destination, IProgress<SubOperations>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(which);
        (QueryRoot root, DicomUid model) = which.PatientId is null
            ? (QueryRoot.Study, DicomUid.StudyRootQueryRetrieveInformationModelMove)
            : (QueryRoot.Patient, DicomUid.PatientRootQueryRetrieveInformationModelMove);
        DicomDataset identifier = RetrieveIdentifier.Create(which, root);
        return MoveAsync(model, identifier, destination, progress, ct);
    }

    /// <summary>As <see cref="MoveAsync(InstanceSelector, string, IProgress{SubOperations}?, CancellationToken)"/>, with an identifier of any information model.</summary>
    public ValueTask<RetrieveResult> MoveAsync(DicomUid sopClass, DicomDataset identifier, string destination, IProgress<SubOperations>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        if (!Peer.IsAeTitle(destination)) throw new ArgumentException($"'{destination}' is no AE title.", nameof(destination));
        CommandSet request = CMove.Request(messageId: 0, sopClass, _associations.Options.Priority, destination);
        return ClientRetrieve.RunAsync(_associations, [new ProposedContext(sopClass, ClientFind.IdentifierSyntaxes)], request, identifier, sink: null, progress, ct);
    }

    /// <summary>Fetches instances over this association (C-GET).</summary>
    /// <param name="which">The instances: Patient Root when it names a patient, else Study Root.</param>
    /// <param name="sink">Takes each instance as it arrives, and says what the peer hears about it.</param>
    /// <param name="options">The SOP classes and transfer syntaxes to receive.</param>
    /// <param name="progress">Hears the counters as the peer reports them.</param>
    /// <param name="ct">Cancelling sends C-CANCEL.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="ArgumentException">The selector cannot be said in an identifier (it names nothing, or not exactly one UID for a level above its lowest), or the options do not fit an association.</exception>
    public ValueTask<RetrieveResult> GetAsync(InstanceSelector which, IStoreScp sink, GetOptions? options = null, IProgress<SubOperations>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(which);
        (QueryRoot root, DicomUid model) = which.PatientId is null
            ? (QueryRoot.Study, DicomUid.StudyRootQueryRetrieveInformationModelGet)
            : (QueryRoot.Patient, DicomUid.PatientRootQueryRetrieveInformationModelGet);
        DicomDataset identifier = RetrieveIdentifier.Create(which, root);
        return GetAsync(model, identifier, sink, options, progress, ct);
    }

    /// <summary>As <see cref="GetAsync(InstanceSelector, IStoreScp, GetOptions?, IProgress{SubOperations}?, CancellationToken)"/>, with an identifier of any information model.</summary>
    public ValueTask<RetrieveResult> GetAsync(DicomUid sopClass, DicomDataset identifier, IStoreScp sink, GetOptions? options = null, IProgress<SubOperations>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        ArgumentNullException.ThrowIfNull(sink);
        IReadOnlyList<ProposedContext> contexts = [new(sopClass, ClientFind.IdentifierSyntaxes), .. GetContextPlan.Make(options ?? new GetOptions())];
        CommandSet request = CGet.Request(messageId: 0, sopClass, _associations.Options.Priority);
        return ClientRetrieve.RunAsync(_associations, contexts, request, identifier, sink, progress, ct);
    }

    /// <summary>Releases the association that is kept open. Calls that are under way end by themselves.</summary>
    public ValueTask DisposeAsync() => _associations.DisposeAsync();
}
