using System.Text;
using System.Xml.Linq;
using Pacs.Core;

namespace Pacs.DicomWeb.Tests;

/// <summary>Keeps audit messages; fails when told to.</summary>
internal sealed class ListSink : IAuditSink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<AuditMessage> _messages = [];
    private readonly SemaphoreSlim _more = new(0);

    public bool Fails { get; set; }

    public IReadOnlyList<AuditMessage> Messages
    {
        get
        {
            lock (_messages) return [.. _messages];
        }
    }

    /// <summary>The messages as the schema writes them.</summary>
    public static IEnumerable<XElement> Write(IEnumerable<AuditMessage> messages) => messages.Select(m => XElement.Parse(Encoding.UTF8.GetString(AuditMessageWriter.Write(m))));

    /// <summary>So many messages, as soon as they are there: what a request did is told after its answer.</summary>
    public async Task<IReadOnlyList<AuditMessage>> WaitAsync(int count)
    {
        while (Messages.Count < count) Assert.That(await _more.WaitAsync(Patience), $"There are {Messages.Count} messages, not {count}.");
        return Messages;
    }

    public ValueTask RecordAsync(AuditMessage message, CancellationToken ct = default)
    {
        if (Fails) throw new IOException("No room.");
        lock (_messages) _messages.Add(message);
        _more.Release();
        return ValueTask.CompletedTask;
    }
}
