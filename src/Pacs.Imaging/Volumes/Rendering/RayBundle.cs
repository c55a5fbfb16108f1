namespace Pacs.Imaging;

/// <summary>The rays of a camera's pixels, in voxel coordinates, one unit of length a mm.</summary>
internal sealed class RayBundle
{
    private readonly VolumeGeometry _grid;
    private readonly Vector3D _eye, _corner, _right, _down, _forward;
    private readonly bool _isParallel;

    public RayBundle(VolumeGeometry grid, VolumeCamera camera, int width, int height)
    {
        Vector3D forward = camera.Direction.Normalized(), right = Vector3D.Cross(forward, camera.Up).Normalized();
        if (!forward.IsFinite || !right.IsFinite || !camera.Target.IsFinite || !(camera.Height > 0) || !double.IsFinite(camera.Height) || !(camera.FieldOfView is >= 0 and < 170))
            throw new ArgumentException("The camera has no direction, height or field of view to see with.", nameof(camera));
        Vector3D down = Vector3D.Cross(forward, right);
        double pixel = camera.Height / height;
        _isParallel = camera.FieldOfView == 0;
        (_grid, _forward, _right, _down) = (grid, forward, right * pixel, down * pixel);
        _corner = camera.Target - _right * ((width - 1) / 2.0) - _down * ((height - 1) / 2.0);
        _eye = _isParallel ? default : camera.Target - forward * (camera.Height / 2 / Math.Tan(camera.FieldOfView * Math.PI / 360));
    }

    /// <summary>Start, direction a mm in voxels, and direction in the patient of a pixel's ray.</summary>
    public (Vector3D Start, Vector3D Step, Vector3D Direction) At(int column, int row)
    {
        Vector3D point = _corner + _right * column + _down * row;
        Vector3D direction = _isParallel ? _forward : (point - _eye).Normalized();
        return (_grid.ToVoxel(_isParallel ? point : _eye), _grid.DirectionToVoxel(direction), direction);
    }

    /// <summary>Where a ray enters and leaves a box, in mm from its start; leaves before it enters where it misses.</summary>
    public static (double Enter, double Leave) Clip(Vector3D start, Vector3D step, in VoxelBox box, bool isParallel)
    {
        double enter = isParallel ? double.NegativeInfinity : 0, leave = double.PositiveInfinity;
        Slab(start.X, step.X, box.FirstColumn - 0.5, box.LastColumn + 0.5, ref enter, ref leave);
        Slab(start.Y, step.Y, box.FirstRow - 0.5, box.LastRow + 0.5, ref enter, ref leave);
        Slab(start.Z, step.Z, box.FirstSlice - 0.5, box.LastSlice + 0.5, ref enter, ref leave);
        return (enter, leave);
    }

    public bool IsParallel => _isParallel;

    /// <summary>Narrows a stretch of a ray to what lies between two planes of an axis.</summary>
    public static void Slab(double start, double step, double low, double high, ref double enter, ref double leave)
    {
        if (Math.Abs(step) < 1e-12)
        {
            if (start < low || start > high) leave = double.NegativeInfinity;
            return;
        }

        double a = (low - start) / step, b = (high - start) / step;
        enter = Math.Max(enter, Math.Min(a, b));
        leave = Math.Min(leave, Math.Max(a, b));
    }
}
