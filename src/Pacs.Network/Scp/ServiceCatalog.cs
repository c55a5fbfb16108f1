using System.Collections.Frozen;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>The services a server can perform.</summary>
internal enum ScpService
{
    None,
    Echo,
    Store,
    Find,
    Move,
    Get,
}

/// <summary>Knows which service an abstract syntax belongs to, and what of a proposal can be supported. Pure.</summary>
internal sealed class ServiceCatalog
{
    /// <summary>What encodes no data set in a C-STORE: MIME and XML encodings, and the syntaxes of real-time video.</summary>
    private static readonly string[] NotForStorage = ["1.2.840.10008.1.2.6.1", "1.2.840.10008.1.2.6.2", "1.2.840.10008.1.2.7.1", "1.2.840.10008.1.2.7.2", "1.2.840.10008.1.2.7.3"];

    /// <summary>Identifiers come in any native encoding.</summary>
    private static readonly TransferSyntax[] NativeSyntaxes =
        [TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.DeflatedExplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian];

    private readonly FrozenDictionary<DicomUid, ScpService> _services;
    private readonly DicomServerOptions _options;
    private readonly ContextRoles _storageRoles;

    public ServiceCatalog(DicomServices services, DicomServerOptions options)
    {
        _options = options;
        // An SCU that gets (C-GET) is SCP of the storage classes: there this side is SCU (PS3.4 §C.5.3).
        _storageRoles = (services.Store is null ? ContextRoles.None : ContextRoles.Scp) | (services.Retrieve is null ? ContextRoles.None : ContextRoles.Scu);

        var map = new Dictionary<DicomUid, ScpService>();
        if (_storageRoles != ContextRoles.None) Add(options.StorageSopClasses, ScpService.Store);
        if (services.Find is not null) Add(options.FindSopClasses, ScpService.Find);
        if (services.Retrieve is not null) Add(options.MoveSopClasses, ScpService.Move);
        if (services.Retrieve is not null) Add(options.GetSopClasses, ScpService.Get);
        if (services.Echo is not null) Add([DicomUid.Verification], ScpService.Echo);
        _services = map.ToFrozenDictionary();

        void Add(IReadOnlyList<DicomUid> sopClasses, ScpService service)
        {
            foreach (DicomUid sopClass in sopClasses) map[sopClass] = service;
        }
    }

    /// <summary>All registered syntaxes that can encode a stored data set.</summary>
    public static IReadOnlyList<TransferSyntax> DefaultStorageSyntaxes { get; } =
        [.. TransferSyntaxRegistry.All.Where(syntax => !NotForStorage.Contains(syntax.Uid.Value))];

    /// <summary>The service that an abstract syntax is negotiated for.</summary>
    public ScpService Find(DicomUid abstractSyntax)
    {
        if (_services.TryGetValue(abstractSyntax, out ScpService service)) return service;
        return _options.AcceptUnknownStorageSopClasses && _storageRoles != ContextRoles.None && DicomUidRegistry.Find(abstractSyntax) is null
            ? ScpService.Store
            : ScpService.None;
    }

    /// <summary>What of the proposed abstract syntaxes is supported, and how.</summary>
    public IReadOnlyList<SupportedContext> Support(IEnumerable<ProposedContext> proposed)
    {
        var supported = new List<SupportedContext>();
        foreach (DicomUid abstractSyntax in proposed.Select(context => context.AbstractSyntax).Distinct())
        {
            switch (Find(abstractSyntax))
            {
                case ScpService.None: break;
                case ScpService.Store: supported.Add(new SupportedContext(abstractSyntax, _options.StorageTransferSyntaxes, _storageRoles)); break;
                default: supported.Add(new SupportedContext(abstractSyntax, NativeSyntaxes)); break;
            }
        }

        return supported;
    }
}
