namespace Pacs.Core;

/// <summary>The information model of a query or retrieval (PS3.4 §C.3).</summary>
public enum QueryRoot
{
    /// <summary>Patient Root (PS3.4 §C.3.1): four levels, Patient ID is a unique key.</summary>
    Patient,
    /// <summary>Study Root (PS3.4 §C.3.2): three levels, attributes of the patient are those of the study.</summary>
    Study,
}
