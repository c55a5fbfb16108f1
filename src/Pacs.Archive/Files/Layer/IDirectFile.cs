namespace Pacs.Archive;

/// <summary>A file opened a second time, for writes that go from the caller's memory to the device without the system's cache between.</summary>
/// <remarks>
/// They are as durable as other writes: after <see cref="IStoreFile.Flush"/> of the same file. But they take a third of the processor time, since nothing is copied and no
/// pages are found, filled, marked and written back later; those of several callers run side by side; and a failure is told to whose bytes they were.
/// </remarks>
internal interface IDirectFile : IDisposable
{
    /// <summary>Writes buffers one after the other. Returns false, with anything or nothing written, when the file system does not take such writes after all: then write the usual way.</summary>
    /// <param name="offset">Where to, a multiple of <see cref="PageMemory.PageLength"/>, within the space taken beforehand.</param>
    /// <param name="pages">Each begins at a page of memory and is whole pages long.</param>
    /// <exception cref="IOException">The device failed.</exception>
    bool TryWrite(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pages);
}
