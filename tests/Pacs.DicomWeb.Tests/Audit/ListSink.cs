using System.Text;
using System.Xml.Linq;
using Pacs.Core;

namespace Pacs.DicomWeb.Tests;

/// <summary>Keeps audit messages; fails when told to.</summary>
internal sealed class ListSink : IAuditSink
{
    private readonly List<AuditMessage> _messages = [];

    public bool Fails { get; set; }

    public IReadOnlyList<AuditMessage> Messages
    {
        get
        {
            lock (_messages) return [.. _messages];
        }
    }

    /// <summary>The messages as the schema writes them.</summary>
    public IEnumerable<XElement> Written => Messages.Select(m => XElement.Parse(Encoding.UTF8.GetString(AuditMessageWriter.Write(m))));

    public ValueTask RecordAsync(AuditMessage message, CancellationToken ct = default)
    {
        if (Fails) throw new IOException("No room.");
        lock (_messages) _messages.Add(message);
        return ValueTask.CompletedTask;
    }
}
