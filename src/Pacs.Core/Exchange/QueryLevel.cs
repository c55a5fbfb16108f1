namespace Pacs.Core;

/// <summary>The level of the hierarchy that a query returns entities of: Query/Retrieve Level (0008,0052), PS3.4 §C.3.</summary>
/// <remarks>Ordered from the top, so that a higher level compares as less.</remarks>
public enum QueryLevel
{
    /// <summary>PATIENT.</summary>
    Patient,
    /// <summary>STUDY.</summary>
    Study,
    /// <summary>SERIES.</summary>
    Series,
    /// <summary>IMAGE, whatever the kind of the composite instance.</summary>
    Image,
}
