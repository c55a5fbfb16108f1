using System.Buffers;
using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

/// <summary>A server with fake services on an in-memory transport, and what tests talk to it with.</summary>
internal sealed class TestBed : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _disposables = [];

    private TestBed(InMemoryListener listener, DicomServer server)
    {
        Listener = listener;
        Server = server;
    }

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public InMemoryListener Listener { get; }

    public DicomServer Server { get; }

    public FakeStore Store { get; private init; } = new();

    public FakeFind Find { get; private init; } = new();

    public FakeRetrieve Retrieve { get; private init; } = new();

    /// <summary>Where C-MOVE may send: DEST is a bed of its own.</summary>
    public static async Task<TestBed> StartAsync(Func<DicomServerOptions, DicomServerOptions>? options = null, Func<DicomServices, DicomServices>? services = null, TestBed? destination = null)
    {
        var store = new FakeStore();
        var find = new FakeFind();
        var retrieve = new FakeRetrieve();
        var listener = new InMemoryListener();
        var basis = new DicomServices { Store = store, Find = find, Retrieve = retrieve, Peers = new PeerDirectory(["DEST@memory:104", "GONE@memory:104"]) };
        var set = new DicomServerOptions
        {
            AeTitle = "SERVER",
            ProgressInterval = TimeSpan.Zero,
            Connect = (peer, ct) => peer.AeTitle == "DEST" && destination is not null ? destination.Listener.ConnectAsync() : throw new ConnectionFailedException("Nobody there."),
        };
        DicomServer server = await DicomServer.StartAsync(listener, options?.Invoke(set) ?? set, services?.Invoke(basis) ?? basis);
        return new TestBed(listener, server) { Store = store, Find = find, Retrieve = retrieve };
    }

    public DicomClient Client(string callingAe = "CLIENT", DicomClientOptions? options = null)
    {
        var client = new DicomClient("SERVER@memory:104", callingAe, (options ?? new DicomClientOptions()) with { Connect = (_, _) => Listener.ConnectAsync() });
        _disposables.Add(client);
        return client;
    }

    /// <summary>An association on which a test says what it likes.</summary>
    public async Task<DimseChannel> AssociateAsync(params ProposedContext[] contexts)
    {
        var request = new AssociationRequest { CallingAe = "CLIENT", CalledAe = "SERVER", Contexts = contexts };
        Association association = await Association.RequestAsync(Listener.Connect(), request, new AssociationOptions(), CancellationToken.None);
        _disposables.Add(association);
        return new DimseChannel(association);
    }

    public static ProposedContext Context(DicomUid abstractSyntax, ContextRoles roles = ContextRoles.Scu) => new(abstractSyntax, [TransferSyntax.ExplicitVRLittleEndian], roles);

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable disposable in _disposables) await disposable.DisposeAsync();
        await Server.DisposeAsync();
    }
}

/// <summary>Short forms for tests that speak DIMSE themselves.</summary>
internal static class ChannelExtensions
{
    public static PresentationContext ContextOf(this DimseChannel channel, DicomUid abstractSyntax) =>
        channel.Association.Info.Contexts.First(c => c.AbstractSyntax == abstractSyntax);

    public static async Task<IncomingMessage> NextAsync(this DimseChannel channel)
    {
        using var timeout = new CancellationTokenSource(TestBed.Patience);
        IncomingMessage? next = await channel.ReceiveAsync(timeout.Token);
        Assert.That(next, Is.Not.Null, "The peer released.");
        return next!.Value;
    }

    /// <summary>Sends a C-STORE request with some bytes.</summary>
    public static async Task SendStoreAsync(this DimseChannel channel, MemoryInstance instance, Func<CommandSet, CommandSet>? change = null)
    {
        PresentationContext context = channel.ContextOf(instance.Id.SopClass);
        CommandSet request = CStore.Request(channel.NextMessageId(), instance.Id, Priority.Medium);
        await using IEncodedDataset bytes = await instance.OpenAsync(CancellationToken.None);
        await channel.SendAsync(context, change?.Invoke(request) ?? request, bytes, CancellationToken.None);
    }

    public static async Task<DicomDataset> ReadIdentifierAsync(this IncomingMessage message) =>
        await IdentifierReader.ReadAsync(message.Message.Dataset, message.Context.TransferSyntax, 1 << 20, CancellationToken.None);
}

internal static class ListenerExtensions
{
    public static ValueTask<ITransportConnection> ConnectAsync(this InMemoryListener listener) => new(listener.Connect());
}
