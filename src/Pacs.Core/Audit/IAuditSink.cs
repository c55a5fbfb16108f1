namespace Pacs.Core;

/// <summary>Where audit messages go: a file, a syslog repository, a test.</summary>
/// <remarks>Called from many threads at once. What is recorded names patients and users: a sink is as confidential as the images.</remarks>
public interface IAuditSink
{
    /// <summary>Takes one message; returns when the sink answers for it.</summary>
    /// <param name="message">What happened. Immutable, may be kept.</param>
    /// <param name="ct">Ends the wait, not what was taken.</param>
    /// <exception cref="IOException">The sink can record nothing: whoever must not act unaudited should refuse.</exception>
    ValueTask RecordAsync(AuditMessage message, CancellationToken ct = default);
}
