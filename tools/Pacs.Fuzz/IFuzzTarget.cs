namespace Pacs.Fuzz;

/// <summary>A function that must survive any input: it returns, or throws a <c>DicomException</c>.</summary>
internal interface IFuzzTarget
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>Good and bad inputs to start from.</summary>
    /// <param name="corpus">The folder of DICOM files, or an empty folder.</param>
    IEnumerable<byte[]> Seeds(string corpus);

    /// <summary>Most bytes that an input of <paramref name="length"/> may make it allocate.</summary>
    long AllocationLimit(int length);

    /// <summary>Runs one input.</summary>
    void Run(byte[] input);
}
